#pragma once

#include <string_view>

namespace wvagate::ingest {

/// The known message that `message` is an instance of: a phrase without values, of static storage; empty if
/// neither the controller (August 2025 to August 2026) nor the Kubernetes libraries in it are known to log
/// it.
std::string_view known_message(std::string_view message);

}  // namespace wvagate::ingest
