#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/gate/gate.hpp"

namespace wvagate::cli {

struct GatePageResult {
  std::string html;
  std::optional<Error> problem;  ///< why it lacks charts that it would have
};

/// The verdict as a page, with the charts of what failed, unless `give_up` says so. Runs of the baselines are
/// looked for among the logs `recorded`.
GatePageResult make_gate_page(const gate::Request& request, const verdict::Verdict& verdict,
                              const std::vector<std::string>& recorded, const std::function<bool()>& give_up);

}  // namespace wvagate::cli
