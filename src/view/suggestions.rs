//! What the words may become.
