#pragma once

#include <string>
#include <string_view>

namespace wvagate::ingest {

/// The known message that `message` is an instance of: a phrase without values, of static storage; empty if
/// neither the controller (August 2025 to August 2026) nor the Kubernetes libraries in it are known to log
/// it.
std::string_view known_message(std::string_view message);

/// An unknown message with "*" in place of what differs from one line of a call to the next: values behind
/// "=" and ": ", numbers, quoted text, names with digits or slashes. White space is one blank. At most 120
/// bytes, of which the last are "…" if the message is longer; a UTF-8 sequence is kept or dropped as a whole.
std::string fold_message(std::string_view message);

}  // namespace wvagate::ingest
