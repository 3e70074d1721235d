//! Whose fault it is: every way for the program to end, and its exit code.

use std::error::Error;
use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::plain::spelled;

/// How a command ended that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// As it should.
    Fine,
    /// It was carried out, but an input is at fault; that was already said.
    BadInput,
}

/// An error of what was given: settings, an input, a catalogue. Exit code 2.
#[derive(Debug)]
pub(crate) struct BadInput(String);

impl BadInput {
    /// An error with this message: one line, what was expected, what was found, how to mend it.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// An error that says what `error` and everything behind it say.
    pub(crate) fn from_error(error: &dyn Error) -> Self {
        let mut message = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            let words = cause.to_string();
            // Some errors already say what their cause says.
            if !message.contains(&words) {
                message.push_str(": ");
                message.push_str(&words);
            }
            next = cause.source();
        }
        Self(message)
    }
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for BadInput {}

/// The exit code for the end of a command; an error is said on one line of stderr.
pub(crate) fn exit_code(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::BadInput) => ExitCode::from(2),
        // Whoever read our output has read enough, as `head` does. That is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error);
            ExitCode::from(if error.is::<BadInput>() { 2 } else { 1 })
        }
    }
}

/// Says an error with its causes on one line of stderr.
pub(crate) fn say(error: &anyhow::Error) {
    eprintln!("error: {}", spelled(&format!("{error:#}").replace('\n', " ")));
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_bad_input_is_known_through_what_was_said_around_it() {
        let result: Result<(), BadInput> = Err(BadInput::new("no such key"));
        let error = result.context("library.toml").unwrap_err();
        assert!(error.is::<BadInput>());
        assert_eq!(format!("{error:#}"), "library.toml: no such key");
    }

    #[test]
    fn a_reader_who_has_read_enough_is_no_failure() {
        let pipe = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_broken_pipe(&pipe.context("writing results")));
    }
}
