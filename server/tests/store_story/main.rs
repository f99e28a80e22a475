//! The store told as stories, each on both engines: SQLite always, PostgreSQL where
//! `LEDGER_TEST_POSTGRES` names a server on which databases may be made.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod accounts;
#[expect(dead_code, reason = "the store's stories need only some of the cast")]
#[path = "../../../domain/tests/cast/mod.rs"]
mod cast;
mod desk;
mod district;
mod editions;
mod engines;
mod feed;
mod four;
mod handovers;
mod load;
mod moves;
mod operations;
mod phones;
mod register;
mod upkeep;
mod writer;

/// Runs each story on each engine.
macro_rules! on_both_engines {
    ($($subject:ident::$story:ident;)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                let home = crate::engines::Home::sqlite().await;
                crate::$subject::$story(&home).await;
                home.leave().await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() {
                let Some(home) = crate::engines::Home::postgres().await else { return };
                crate::$subject::$story(&home).await;
                home.leave().await;
            })+
        }
    };
}

on_both_engines! {
    editions::of_two_desks_at_once_one_adopts_and_the_other_reads_first;
    register::a_roster_comes_in_and_again_changes_nothing;
    register::a_register_comes_in_and_only_differences_count;
    register::a_later_register_leaves_what_was_heard_at_the_door;
    register::two_people_with_one_number_are_refused_but_people_may_move;
    register::a_full_number_is_shown_to_its_team_and_noted_without_the_number;
    operations::a_visit_is_logged_reviewed_corrected_and_approved;
    operations::asking_twice_answers_the_same_and_a_reused_number_is_refused;
    operations::two_answers_to_one_question_are_both_kept;
    operations::a_phone_restored_from_backup_loses_nothing;
    operations::who_sends_anothers_work_spoils_nothing;
    operations::odd_text_is_refused_alike;
    feed::a_phone_follows_page_by_page_and_knows_that_it_is_right;
    feed::a_line_of_the_feed_reads_like_the_domains_own;
    feed::a_village_moves_between_teams_and_back;
    moves::work_done_before_a_household_moved_arrives_under_its_author;
    moves::the_visits_of_a_household_move_with_it;
    moves::what_waited_behind_a_roster_is_decided_by_it;
    writer::two_hundred_callers_share_commits;
    writer::a_failed_commit_is_unknown_and_sending_again_settles_it;
    writer::one_operation_that_the_database_refuses_spoils_no_other;
    writer::teams_that_write_each_others_scope_do_not_block_for_ever;
    accounts::a_code_enrols_once_and_a_closed_account_is_out_at_once;
    accounts::guesses_are_counted_alike_at_numbers_known_and_unknown;
    accounts::sessions_end_by_idling_by_age_and_by_hand;
    accounts::the_audit_log_is_a_chain;
    phones::a_phone_is_known_by_its_contacts_and_signed_off_for_good;
    phones::a_phone_that_a_restored_database_does_not_know_is_signed_off_again;
    desk::the_board_counts_what_needs_doing;
    desk::lists_page_and_filter;
    desk::an_export_has_each_visit_once_whatever_happens_meanwhile;
    four::the_map_tells_each_village_by_township_and_name;
    four::a_month_is_kept_as_it_was_counted;
    four::a_village_without_a_team_says_so;
    four::a_first_secretary_who_leaves_before_the_planned_day_leaves_the_post_empty_from_then_on;
    four::a_post_that_is_in_no_team_is_emptied_filled_and_put_right;
    four::an_explanation_is_kept_told_and_moves_with_its_household;
    four::a_phone_computes_what_the_desk_computes;
    handovers::postings_are_kept_as_people_come_and_go;
    handovers::the_office_says_why_somebody_left_and_who_comes;
    handovers::the_desk_says_the_end_of_a_posting_to_the_team_that_was_left;
    handovers::who_changed_teams_while_away_is_posted_anew;
    handovers::a_handover_is_signed_turns_the_line_and_moves_with_its_village;
    handovers::a_villages_secretary_changes_and_the_team_notes_the_handover;
    handovers::who_is_linked_with_a_village_is_kept_as_leaders_come_and_go;
    upkeep::a_store_is_ready_after_migrating_and_epochs_are_renewed;
}
