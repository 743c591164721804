#include "harness/cli/environment.hpp"

#include <cmath>
#include <cstdlib>

#include "analysis/core/format.hpp"

namespace wvagate::cli {
namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

Result<std::chrono::year_month_day> today() {
  using std::chrono::days;
  using std::chrono::floor;
  const auto epoch = variable("SOURCE_DATE_EPOCH");
  if (!epoch) return std::chrono::year_month_day(floor<days>(std::chrono::system_clock::now()));
  constexpr double kYear10000 = 253402300800;
  const auto seconds = parse_number(*epoch);
  if (!seconds || *seconds < 0 || *seconds >= kYear10000 || *seconds != std::floor(*seconds)) {
    return Error{.where = "SOURCE_DATE_EPOCH",
                 .what = "\"" + escape_for_terminal(*epoch) + "\" is no time",
                 .help = "it is a whole number of seconds since 1970"};
  }
  return std::chrono::year_month_day(
      std::chrono::sys_days(days(static_cast<int>(std::floor(*seconds / 86400)))));
}

}  // namespace

Result<Environment> read_environment() {
  Environment environment;
  const auto date = today();
  if (!date) return date.error();
  environment.today = date.value();
  const auto ci = variable("CI");
  environment.ci = ci && *ci != "false" && *ci != "0";
  environment.github = variable("GITHUB_ACTIONS") == "true";
  environment.github_step_summary = variable("GITHUB_STEP_SUMMARY");
  environment.github_output = variable("GITHUB_OUTPUT");
  for (const char* name : {"GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER"}) {
    if (environment.user.empty()) environment.user = variable(name).value_or("");
  }
  return environment;
}

}  // namespace wvagate::cli
