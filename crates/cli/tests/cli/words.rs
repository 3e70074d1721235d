//! What the commands say, word for word.

#[test]
fn the_commands_say_what_is_written_down() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
