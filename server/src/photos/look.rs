//! Looking at a photo: it is decoded within bounds and drawn anew, so that nothing of the file itself goes on.

use super::PhotoError;
use domain::visit::photo::SIDE_MAX;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Most bytes that decoding one photo may hold: 1,600 × 1,600 pixels of four bytes, twice, and room for the decoder.
const MEMORY: u64 = 32 * 1024 * 1024;
/// Quality of the picture that is kept, out of 100: a second drawing adds nothing that anybody sees.
const QUALITY: u8 = 82;

/// The picture as a JPEG without anything but its pixels.
///
/// # Errors
/// [`PhotoError::NoPicture`] for what is no JPEG or PNG, is damaged, or is larger than the rules allow.
pub fn drawn_anew(bytes: &[u8]) -> Result<Vec<u8>, PhotoError> {
    let no = |_| PhotoError::NoPicture;
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| PhotoError::NoPicture)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png)) {
        return Err(PhotoError::NoPicture);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let picture = DynamicImage::ImageRgb8(reader.decode().map_err(no)?.into_rgb8());
    let mut drawn = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut drawn, QUALITY))
        .map_err(|error| PhotoError::Broken(error.to_string()))?;
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    fn file(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(RgbImage::new(width, height))
            .write_to(&mut bytes, format)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_drawn_anew_as_jpeg() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let drawn = drawn_anew(&file(format, 40, 30)).unwrap();
            assert!(drawn.starts_with(&[0xff, 0xd8, 0xff]));
            let again = image::load_from_memory(&drawn).unwrap();
            assert_eq!((again.width(), again.height()), (40, 30));
        }
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        let whole = file(ImageFormat::Png, 30, 30);
        let large = file(ImageFormat::Png, SIDE_MAX + 1, 10);
        let half = whole.split_at(whole.len() / 2).0.to_vec();
        let page = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec();
        for bytes in [Vec::new(), page, b"GIF89a\x01\x00\x01\x00".to_vec(), half, large] {
            assert!(matches!(drawn_anew(&bytes), Err(PhotoError::NoPicture)));
        }
    }
}
