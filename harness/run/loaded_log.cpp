#include "harness/run/loaded_log.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"
#include "harness/ingest/log_reader.hpp"

namespace wvagate::run {
namespace {

ingest::LogSink keep_in(Recording& recording, const Look& look) {
  return [&recording, &look](const LoggedSample& logged) {
    recording.samples.push_back(logged.sample);
    if (look) look(logged);
    return true;
  };
}

/// "; unknown messages: "…" (line 3), …", the first few; empty without one.
std::string unknown_messages(const Census& census) {
  constexpr std::size_t kShown = 3;
  std::string words;
  for (std::size_t i = 0; i < std::min(census.unknown.size(), kShown); ++i) {
    words += (i == 0 ? "; unknown messages: \"" : ", \"") +
             escape_for_terminal(shorten(census.unknown[i].message, 60)) + "\" (line " +
             std::to_string(census.unknown[i].first_line) + ")";
  }
  return words + (census.unknown.size() > kShown ? ", …" : "");
}

/// The phrases of the records from which samples are made.
std::string expected_messages() {
  std::string words;
  for (const ingest::RecordKind& kind : ingest::kRecordKinds) {
    if (kind.gives_samples) words += (words.empty() ? "\"" : ", \"") + std::string(kind.phrase) + "\"";
  }
  return words;
}

std::string explanation(const LogFacts& facts) {
  const std::string unknown = unknown_messages(facts.census);
  if (facts.bytes == 0) return "no samples: it is empty";
  if (facts.cycles_ended > 0)
    return "no samples: " + plural(facts.cycles_ended, "cycle ends", "cycles end") +
           " in it, but no message with figures is logged (expected: " + expected_messages() + ")" + unknown;
  if (facts.lines.unknown_version > 0)
    return "no samples: of " + plural(facts.lines.unknown_version, "known record", "known records") +
           " no field is known: it is of another version of the controller" + unknown;
  if (facts.lines.malformed_total() > 0)
    return "no samples: " + plural(facts.lines.malformed_total(), "line is", "lines are") + " malformed" +
           unknown;
  const bool known = !facts.census.read.empty() || !facts.census.silent.empty();
  if (facts.cycles > 0)
    return "no samples: " + plural(facts.cycles, "cycle begins", "cycles begin") +
           " in it, but no message with figures follows" + unknown;
  return (known ? "no samples: it is a controller's log, but no cycle is in it"
                : "no samples: no line is of a controller") +
         unknown;
}

}  // namespace

Status load_recording(const std::string& path, Recording& recording, const ingest::ReadOptions& options,
                      const Look& look) {
  return ingest::read_log(path, recording.names, recording.facts, keep_in(recording, look), options);
}

Status load_recording(ingest::ByteSource& bytes, const std::string& path, Recording& recording) {
  auto facts = ingest::read_log(bytes, ingest::log_name(path), recording.names, keep_in(recording, {}));
  if (!facts) return facts.error();
  recording.facts = std::move(facts).value();
  return {};
}

Result<LoadedLog> with_series(LoadedLog log, const SampleFilter& filter, const LatencyPair& fallback_slo) {
  log.series = make_series(log.recording, filter, fallback_slo);
  if (log.series.empty()) return no_samples(log.path, log.recording.facts, !log.recording.samples.empty());
  return log;
}

Result<LoadedLog> load_log(const std::string& path, const SampleFilter& filter,
                           const LatencyPair& fallback_slo, const ingest::ReadOptions& options,
                           const Look& look) {
  LoadedLog log{.path = path, .recording = {}, .series = {}};
  if (auto status = load_recording(path, log.recording, options, look); !status) return status.error();
  return with_series(std::move(log), filter, fallback_slo);
}

Error no_samples(const std::string& path, const LogFacts& facts, bool filtered) {
  Error error{.kind = ErrorKind::log,
              .where = path == "-" ? "standard input" : path,
              .what = "no samples left by --variant, --since and --until",
              .help = "`wvagate doctor` lists the variants"};
  if (filtered) return error;
  error.help = "`wvagate doctor` shows what is in it";
  const bool counted =
      !facts.census.read.empty() || !facts.census.silent.empty() || !facts.census.unknown.empty();
  if (!counted && path != "-" && ingest::regular_bytes(path) > 0) {  // a pipe is read once
    Recording again;
    if (load_recording(path, again, {.census = true})) {
      error.what = explanation(again.facts);
      return error;
    }
  }
  error.what = explanation(facts);
  return error;
}

}  // namespace wvagate::run
