#include "harness/cli/loaded_log.hpp"

#include "harness/ingest/log_reader.hpp"

namespace wvagate::cli {

Error no_samples(const std::string& path, bool filtered) {
  return {.kind = ErrorKind::log,
          .where = path == "-" ? "standard input" : path,
          .what = filtered ? "no samples left by --variant, --since and --until" : "no samples",
          .help = filtered ? "`wvagate doctor` lists the variants" : "`wvagate doctor` says why"};
}

Result<LoadedLog> load_log(const std::string& path, const SampleFilter& filter,
                           const LatencyPair& fallback_slo,
                           const std::function<void(const LoggedSample&)>& look) {
  LoadedLog log{.path = path, .recording = {}, .series = {}};
  auto facts = ingest::read_log(path, log.recording.names, [&](const LoggedSample& logged) {
    log.recording.samples.push_back(logged.sample);
    if (look) look(logged);
    return true;
  });
  if (!facts) return facts.error();
  log.recording.facts = std::move(facts).value();
  return with_series(std::move(log), filter, fallback_slo);
}

Result<LoadedLog> with_series(LoadedLog log, const SampleFilter& filter, const LatencyPair& fallback_slo) {
  log.series = make_series(log.recording, filter, fallback_slo);
  if (log.series.empty()) return no_samples(log.path, !log.recording.samples.empty());
  return log;
}

}  // namespace wvagate::cli
