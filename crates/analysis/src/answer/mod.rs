//! The answer that a runner reads first: a summary of the last weeks, and one thing to change.
//!
//! [`answers`](answers()) makes one [`Answer`] for each athlete from the records and the weeks. An
//! answer is typed; [`Answer::sentences`] puts it into words. The command, the page and other
//! programs show the same sentences.
//!
//! - [`parts`]: the answer, as values.
//! - [`remedy`]: the change that would mend a run.
//! - [`mixed`]: signs that the files belong to several athletes.
//! - [`find`]: makes answers from records and weeks.
//! - [`sentences`]: puts an answer into sentences.

pub mod find;
pub mod mixed;
pub mod parts;
pub mod remedy;
pub mod sentences;

pub use find::{answers, answers_by_policy};
pub use mixed::Mixed;
pub use parts::{
    AfterHard, Answer, AnswerDoubt, Change, MeantRuns, RecoveryRuns, Trend, TrendOfWeeks,
};
pub use remedy::Remedy;
pub use sentences::{AnswerPart, Sentence, Word, no_runs_in_period};
