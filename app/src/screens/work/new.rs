//! The form of an entry: what it was for, the day, what came of it, who took part.

use crate::ledger::{DraftKey, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE, NUMBER};
use crate::parts::form::{Filling, beside, dock, instead, note};
use crate::parts::top::Back;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Frame, Here, Scene, Top, scene};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::screens::not_here::NotHere;
use crate::screens::sign_in::over_a_form;
use crate::words::Words;
use domain::commitments::Post;
use domain::ids::{StaffId, VillageId, WorkId};
use domain::operation::OperationBody;
use domain::work::codes::WorkKind;
use domain::work::{WORDS_MAX, WorkContent};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use uuid::Uuid;

const ON: Ask = Ask { id: "on", ..DAY };
const WHO: Ask = Ask { id: "who", ..LINE };
const YUAN: Ask = Ask { id: "yuan", ..NUMBER };
const FIELDS: [&str; 4] = ["words", "who", "on", "yuan"];

/// What is being filled in.
#[derive(Clone, Copy)]
struct Sheet {
    kind: RwSignal<Option<WorkKind>>,
    /// The post of the village that was handed over, where the entry notes that.
    post: RwSignal<Option<Post>>,
    village: RwSignal<String>,
    on: RwSignal<String>,
    text: RwSignal<String>,
    who: RwSignal<String>,
    yuan: RwSignal<String>,
    /// Staff numbers, with commas between.
    companions: RwSignal<String>,
    elsewhere: RwSignal<bool>,
}

impl Sheet {
    fn new(view: &View, kind: Option<WorkKind>, post: Option<Post>) -> Self {
        let villages = view.reference.iter().flat_map(|told| &told.villages);
        let first = villages.map(|village| village.id.to_string()).next();
        let line = || RwSignal::new(String::new());
        Self {
            kind: RwSignal::new(kind),
            post: RwSignal::new(post),
            village: RwSignal::new(first.unwrap_or_default()),
            on: RwSignal::new(view.today.to_string()),
            text: line(),
            who: line(),
            yuan: line(),
            companions: line(),
            elsewhere: RwSignal::new(false),
        }
    }

    fn parts(self) -> Vec<Part> {
        let elsewhere = self.elsewhere;
        let away = move || {
            if elsewhere.get() {
                "1".to_owned()
            } else {
                String::new()
            }
        };
        vec![
            Part::choice("kind", self.kind, WorkKind::code, WorkKind::from_code),
            Part::choice("post", self.post, Post::code, Post::from_code),
            Part::text("village", self.village),
            Part::text(ON.id, self.on),
            Part::text("words", self.text),
            Part::text(WHO.id, self.who),
            Part::text(YUAN.id, self.yuan),
            Part::text("companions", self.companions),
            Part::new("elsewhere", away, move |said| elsewhere.set(!said.is_empty())),
        ]
    }

    /// How it is asked who else was there, where that is to be said.
    fn who(self, words: Words) -> Option<&'static str> {
        match (self.post.get(), self.kind.get()) {
            (Some(_), _) => Some(words.work_present()),
            (None, Some(kind)) if kind.is_support() => Some(words.work_who()),
            _ => None,
        }
    }
}

/// A list of staff numbers with one put in or taken out.
fn toggled(list: &str, staff: &str, on: bool) -> String {
    let mut all: Vec<&str> = list
        .split(',')
        .filter(|one| !one.is_empty() && *one != staff)
        .collect();
    if on {
        all.push(staff);
    }
    all.join(",")
}

/// The form; the address may say of what kind (`?kind=LEADER_VISIT`) or post (`?post=TOWNSHIP_LINK`) and of which village
/// (`&village=V001`).
#[component]
pub fn NewWork() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let Some(known) = untrack(|| view.get()) else {
        return view! { <NotHere here=Here::Today/> }.into_any();
    };
    let asked = use_query_map();
    let asked = |name| asked.with_untracked(|map| map.get(name));
    let post = asked("post").and_then(|code| Post::from_code(&code));
    let kind = asked("kind").and_then(|code| WorkKind::from_code(&code));
    let kind = kind.or(post.map(|_| WorkKind::OF_POSTS));
    let sheet = Sheet::new(&known, kind, post);
    if let Some(village) = asked("village") {
        sheet.village.set(village);
    }
    let filling = Filling::default();
    let key = post
        .map(Post::code)
        .or(kind.map(WorkKind::code))
        .unwrap_or("work");
    let typing = Typing::go_on(DraftKey::Form(key, Uuid::nil()), sheet.parts());
    let save = save(sheet, filling, typing);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    let back = Some(Back("/work".to_owned(), words.work_title().to_owned()));
    let sub = Signal::derive(String::new);
    view! {
        <Frame here=Here::Today docked=true>
            <Top title=words.work_new() tab=words.work_new_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                {over_a_form()}
                {typing.told()}
                <form class="stack narrow" id="work" autocomplete="off" novalidate on:submit=submit>
                    <div class="stack" id="kind" tabindex="-1">
                        {kinds(words.work_own(), false, sheet, filling)}
                        {kinds(words.work_support(), true, sheet, filling)}
                        {posts(sheet, filling)}
                        {filling.complaint("kind")}
                    </div>
                    {villages(&known, sheet)}
                    <Field ask=ON label=words.work_on() value=sheet.on fault=filling.fault_of(ON.id)/>
                    {move || sheet.who(words).map(|label| {
                        view! { <Field ask=WHO label=label value=sheet.who fault=filling.fault_of(WHO.id)/> }.into_any()
                    })}
                    {move || (sheet.kind.get() == Some(WorkKind::UnitMoney)).then(|| {
                        view! { <Field ask=YUAN label=words.work_yuan() value=sheet.yuan hint=words.work_yuan_hint() fault=filling.fault_of(YUAN.id)/> }.into_any()
                    })}
                    {note("words", (words.work_words().into_any(), words.work_words_hint()), WORDS_MAX, sheet.text, filling)}
                    {companions(&known, sheet)}
                    <div class="chips">
                        {chip("checkbox", "elsewhere", words.work_elsewhere(), move || sheet.elsewhere.get(), move |on| sheet.elsewhere.set(on))}
                    </div>
                </form>
            </main>
            {dock("work", (words.work_save(), words.work_save()), filling)}
        </Frame>
    }
    .into_any()
}

fn kinds(legend: &'static str, support: bool, sheet: Sheet, filling: Filling) -> AnyView {
    let words = scene().words;
    let of_group = WorkKind::ALL.iter().filter(|kind| kind.is_support() == support);
    let chips = of_group.map(|kind| {
        let kind = *kind;
        let is = move || sheet.kind.get() == Some(kind) && sheet.post.get().is_none();
        chip("radio", "kind", kind.label(words.lang()), is, move |_| {
            filling.forgive();
            sheet.post.set(None);
            sheet.kind.set(Some(kind));
        })
    });
    let chips = chips.collect_view();
    view! { <fieldset class="ask"><legend>{legend}</legend><div class="chips">{chips}</div></fieldset> }
        .into_any()
}

/// The posts whose holders have no account: that one was handed over stands under its task.
fn posts(sheet: Sheet, filling: Filling) -> AnyView {
    let words = scene().words;
    let chips = Post::NOTED.into_iter().map(|post| {
        let is = move || sheet.post.get() == Some(post);
        chip("radio", "kind", post.label(words.lang()), is, move |_| {
            filling.forgive();
            sheet.kind.set(Some(WorkKind::OF_POSTS));
            sheet.post.set(Some(post));
        })
    });
    let chips = chips.collect_view();
    view! { <fieldset class="ask"><legend>{words.work_posts()}</legend><div class="chips">{chips}</div></fieldset> }
        .into_any()
}

/// The villages to choose from; a team with one is not asked.
fn villages(view: &View, sheet: Sheet) -> Option<AnyView> {
    let words = scene().words;
    let all: Vec<_> = view.reference.iter().flat_map(|told| &told.villages).collect();
    (all.len() > 1).then(|| {
        let chips = all.into_iter().map(|village| {
            let (id, chosen) = (village.id.to_string(), village.id.to_string());
            let is = move || *sheet.village.read() == id;
            chip("radio", "village", village.name.clone(), is, move |_| {
                sheet.village.set(chosen.clone());
            })
        });
        let chips = chips.collect_view();
        view! { <fieldset class="ask"><legend>{words.work_village()}</legend><div class="chips">{chips}</div></fieldset> }
            .into_any()
    })
}

/// Who else of the team took part.
fn companions(view: &View, sheet: Sheet) -> Option<AnyView> {
    let words = scene().words;
    let people = view.reference.iter().flat_map(|told| &told.colleagues);
    let others: Vec<_> = people.filter(|person| person.id != view.me.staff).collect();
    (!others.is_empty()).then(|| {
        let chips = others.into_iter().map(|person| {
            let (id, chosen) = (person.id.to_string(), person.id.to_string());
            let is = move || sheet.companions.read().split(',').any(|one| one == id);
            chip("checkbox", "companion", person.name.clone(), is, move |on| {
                sheet.companions.update(|list| *list = toggled(list, &chosen, on));
            })
        });
        let chips = chips.collect_view();
        view! { <fieldset class="ask"><legend>{words.work_companions()}</legend><div class="chips">{chips}</div></fieldset> }
            .into_any()
    })
}

/// Saves the entry and goes to the log.
fn save(sheet: Sheet, filling: Filling, typing: Typing) -> impl Fn() + Clone + 'static {
    let words = scene().words;
    let navigate = use_navigate();
    move || {
        let Some(kind) = sheet.kind.get_untracked() else {
            return filling.complain(("kind", words.work_lack_kind().to_owned()));
        };
        let Ok(on) = sheet.on.get_untracked().parse() else {
            return filling.complain((ON.id, words.case_lack_day().to_owned()));
        };
        let typed = sheet.yuan.get_untracked();
        let yuan = match (kind == WorkKind::UnitMoney, typed.trim()) {
            (false, _) | (_, "") => None,
            (true, typed) => match typed.parse() {
                Ok(yuan) => Some(yuan),
                Err(_) => return filling.complain((YUAN.id, words.work_bad_yuan().to_owned())),
            },
        };
        let Ok(id) = uuid_v7(now_ms()) else {
            return filling.complain(("kind", words.phone_no_id().to_owned()));
        };
        let companions = sheet.companions.get_untracked();
        let companions = companions.split(',').filter(|one| !one.is_empty());
        let post = sheet.post.get_untracked();
        let who = match kind.is_support() || post.is_some() {
            true => sheet.who.get_untracked().trim().to_owned(),
            false => String::new(),
        };
        let content = WorkContent {
            kind,
            on,
            words: sheet.text.get_untracked().trim().to_owned(),
            who,
            yuan,
            companions: companions.map(StaffId::from).collect(),
            elsewhere: sheet.elsewhere.get_untracked(),
            post,
        };
        let body = OperationBody::LogWork {
            work: WorkId(id),
            village: VillageId(sheet.village.get_untracked()),
            content: Box::new(content),
        };
        let navigate = navigate.clone();
        filling.submit(None, async move {
            match typing.save(body).await {
                Ok(_) => {
                    navigate("/work", instead());
                    Ok(())
                }
                Err(problem) => Err(beside(&problem, &FIELDS, "kind", words)),
            }
        });
    }
}
