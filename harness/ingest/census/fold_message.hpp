#pragma once

#include <string>
#include <string_view>

namespace wvagate::ingest {

/// An unknown message with "*" in place of what differs from one line of a call to the next: values behind
/// "=" and ": ", numbers, quoted text, names with digits or slashes. White space is one blank. At most 120
/// bytes, of which the last are "…" if the message is longer; a UTF-8 sequence is kept or dropped as a whole.
std::string fold_message(std::string_view message);

}  // namespace wvagate::ingest
