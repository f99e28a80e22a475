//! Words of requests.

messages! {
    op_request => "记诉求", "Request";
    op_request_step => "办诉求", "Request seen to";
}
