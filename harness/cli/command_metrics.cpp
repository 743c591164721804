#include <memory>

#include "harness/cli/verb.hpp"
#include "harness/report/metrics_text.hpp"
#include "harness/store/figures_json.hpp"

namespace wvagate::cli {

Action declare_metrics(CLI::App& app) {
  const auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, "The same as JSON (wvagate.metrics/1)");
  return [json](const Console& console) {
    const std::string text =
        *json ? store::metrics_document({.version = std::string(version())}) : report::metrics_text();
    const auto status = console.print(text);
    return status ? ExitCode::pass : console.complain(status.error());
  };
}

}  // namespace wvagate::cli
