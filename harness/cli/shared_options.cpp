#include "harness/cli/shared_options.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

#include "analysis/core/format.hpp"

namespace wvagate::cli {
namespace {

Result<std::optional<TimeBound>> resolve_bound(const std::string& option,
                                               const std::optional<std::string>& text) {
  if (!text) return std::optional<TimeBound>();
  const auto bound = parse_time_bound(*text);
  if (bound) return bound;
  return Error{.where = option,
               .what = "\"" + escape_for_terminal(*text) + "\" is no time",
               .help = "write 2025-10-20T16:30:00Z, or a span from the log's first sample: 90s, 12.5m, 2h"};
}

/// Takes the numbers that `fits` does, and refuses others as "is not `what`".
CLI::Validator number_that(const std::function<bool(double)>& fits, const std::string& what) {
  const auto check = [=](const std::string& text) {
    const auto number = parse_number(text);
    return number && fits(*number) ? std::string() : "\"" + escape_for_terminal(text) + "\" is not " + what;
  };
  return CLI::Validator(check, "");
}

}  // namespace

CLI::Validator number_in(double least, double most, const std::string& what) {
  return number_that([=](double number) { return number >= least && number <= most; }, what);
}

CLI::Validator not_empty() {
  return CLI::Validator([](const std::string& text) { return std::string(text.empty() ? "is empty" : ""); },
                        "");
}

CLI::Validator whole_number_in(double least, double most, const std::string& what) {
  return number_that(
      [=](double number) { return number >= least && number <= most && number == std::floor(number); }, what);
}

void add_logs(CLI::App& app, std::vector<std::string>& logs) {
  app.add_option("LOG", logs, "Logs: files (.gz and .zst too), directories of them, or - for standard input")
      ->required()
      ->type_name("");
}

void add_measure_options(CLI::App& app, MeasureArguments& arguments) {
  app.add_option("--policy", arguments.policy,
                 "What counts: each cycle once (cycle), or every row as the notebook does")
      ->check(CLI::IsMember({"cycle", "notebook"}))
      ->capture_default_str();
  add_dedup_option(app, arguments.dedup_window_s);
  add_target_options(app, arguments.slo, "Where the log names none: the");
}

void add_dedup_option(CLI::App& app, double& seconds) {
  app.add_option("--dedup-window", seconds,
                 "Seconds within which two samples of a variant are one cycle logged twice")
      ->check(number_in(0, 86400, "a number of seconds from 0 to 86400"))
      ->type_name("SECONDS")
      ->capture_default_str();
}

void add_target_options(CLI::App& app, LatencyPair& slo, const std::string& what) {
  const auto positive = number_in(1e-9, 1e9, "a positive number of milliseconds");
  app.add_option("--slo-itl", slo.itl, what + " ITL target")->check(positive)->type_name("MS");
  app.add_option("--slo-ttft", slo.ttft, what + " TTFT target")->check(positive)->type_name("MS");
}

void add_jobs_option(CLI::App& app, std::size_t& jobs) {
  app.add_option("--jobs", jobs,
                 "How many at once, logs or parts of a log; as many as there are processors by default")
      ->check(whole_number_in(1, 1024, "a whole number from 1 to 1024"))
      ->type_name("N");
}

void add_filter_options(CLI::App& app, FilterArguments& arguments) {
  app.add_option("--variant", arguments.variant, "Only variants whose name matches, with * and ?")
      ->type_name("GLOB");
  app.add_option("--since", arguments.since, "Only samples from this time on")->type_name("TIME");
  app.add_option("--until", arguments.until, "Only samples before this time")->type_name("TIME");
}

bool measure_options_given(const CLI::App& app) {
  const auto options = {"--policy", "--dedup-window", "--slo-itl", "--slo-ttft"};
  return std::any_of(options.begin(), options.end(), [&](const char* name) { return app.count(name) > 0; });
}

verdict::Measure resolve_measure(const MeasureArguments& arguments) {
  return {.policy = arguments.policy,
          .dedup_window_s = arguments.dedup_window_s,
          .slo_itl_ms = arguments.slo.itl,
          .slo_ttft_ms = arguments.slo.ttft};
}

Policy resolve_policy(const MeasureArguments& arguments) {
  Policy policy;
  policy.name = *parse_policy(arguments.policy);
  policy.dedup_window =
      std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(arguments.dedup_window_s));
  return policy;
}

Result<SampleFilter> resolve_filter(const FilterArguments& arguments) {
  SampleFilter filter{.variant_glob = arguments.variant, .since = {}, .until = {}};
  auto since = resolve_bound("--since", arguments.since);
  if (!since) return since.error();
  auto until = resolve_bound("--until", arguments.until);
  if (!until) return until.error();
  filter.since = since.value();
  filter.until = until.value();
  return filter;
}

}  // namespace wvagate::cli
