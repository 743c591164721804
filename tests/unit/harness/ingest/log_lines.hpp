#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/sample/logged_sample.hpp"
#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

/// Lines as controllers write them. Every field is text, so that a test contains the log's exact digits.
namespace wvagate::testing {

/// "2025-11-01T10:MM:SS.mmmZ", so many seconds after ten.
inline std::string stamp_at(double seconds) {
  return format_time(*parse_time("2025-11-01T10:00:00Z") +
                     std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
}

/// zap's line. `message` and `more` (",\"key\":value…") are JSON already.
inline std::string zap(std::string_view stamp, std::string_view message, std::string_view more = {}) {
  return R"({"level":"DEBUG","ts":")" + std::string(stamp) + R"(","msg":")" + std::string(message) + '"' +
         std::string(more) + "}";
}

/// One variant in one cycle, with what each record says of it.
struct Variant {
  std::string name = "decode:llm", model = "org/model-8b", service_class = "Premium", accelerator = "H100";
  std::string running = "1", max_batch = "256", cost = "100", min_replicas = "1";
  std::string itl = "8.5", ttft = "40.25", rate = "120.5", in_tokens = "512", out_tokens = "128";
  std::string wanted = "1", predicted_itl = "7.9", predicted_ttft = "22.5", rho = "0.25", max_rpm = "480.5";
  std::string slo_itl = "10", slo_ttft = "1000";
  std::string alpha = "6.958", beta = "0.042", gamma = "5.2", delta = "0.1";
};

inline std::string models_payload(const std::vector<Variant>& variants) {
  std::string text = "[";
  for (const Variant& v : variants) {
    if (text.size() > 1) text += ",";
    text += "  {   name: " + v.model + ",   acc: " + v.accelerator +
            ",   accCount: 1,   maxBatchSize: 512,   atTokens: 0,   decodeParms: {    alpha: " + v.alpha +
            ",    beta: " + v.beta + "   },   prefillParms: {    gamma: " + v.gamma +
            ",    delta: " + v.delta + "   }  }";
  }
  return text + " ]";
}

inline std::string servers_payload(const std::vector<Variant>& variants) {
  std::string text = "[";
  for (const Variant& v : variants) {
    if (text.size() > 1) text += ",";
    text += "  {   name: " + v.name + ",   class: " + v.service_class + ",   model: " + v.model +
            ",   keepAccelerator: true,   minNumReplicas: " + v.min_replicas +
            ",   maxBatchSize: 512,   currentAlloc: {    accelerator: " + v.accelerator +
            ",    numReplicas: " + v.running + ",    maxBatch: " + v.max_batch + ",    cost: " + v.cost +
            ",    itlAverage: " + v.itl + ",    ttftAverage: " + v.ttft +
            ",    load: {     arrivalRate: " + v.rate + ",     avgInTokens: " + v.in_tokens +
            ",     avgOutTokens: " + v.out_tokens +
            "    }   },   desiredAlloc: {    accelerator: ,    numReplicas: 0,    maxBatch: 0,    cost: 0,"
            "    itlAverage: 0,    ttftAverage: 0,    load: {     arrivalRate: 0,     avgInTokens: 0,"
            "     avgOutTokens: 0    }   }  }";
  }
  return text.size() == 1 ? "[]" : text + " ]";
}

/// With "\n" as JSON escapes it.
inline std::string solution_payload(const std::vector<Variant>& variants) {
  std::string text = R"(Solution: \n)";
  for (const Variant& v : variants) {
    text += "s=" + v.name + "; c=" + v.service_class + "; m=" + v.model + "; rate=" + v.rate +
            "; inTk=" + v.in_tokens + "; outTk=" + v.out_tokens +
            "; sol=1, sat=false, alloc={acc=" + v.accelerator + "; numRep=" + v.wanted +
            "; maxBatch=" + v.max_batch + "; cost=" + v.cost + ", val=0, itl=" + v.predicted_itl +
            ", ttft=" + v.predicted_ttft + ", rho=" + v.rho + ", maxRPM=" + v.max_rpm +
            "}; slo-itl=" + v.slo_itl + ", slo-ttft=" + v.slo_ttft + R"(, slo-tps=0 \n)";
  }
  return text +
         R"(AllocationByType: \nname=NVIDIA-H100-80GB-HBM3, count=1, limit=0, cost=100 \ntotalCost=100 \n)";
}

inline std::string text_models(std::string_view stamp, const std::vector<Variant>& variants) {
  return zap(stamp, "System data prepared for optimization: - { models: " + models_payload(variants) + "}");
}

inline std::string text_servers(std::string_view stamp, const std::vector<Variant>& variants) {
  return zap(stamp, "System data prepared for optimization: - { servers: " + servers_payload(variants) + "}");
}

inline std::string solution(std::string_view stamp, const std::vector<Variant>& variants) {
  return zap(stamp, "Optimization solution - system: " + solution_payload(variants));
}

inline std::string collected(std::string_view stamp, const Variant& v) {
  return zap(stamp, "Metrics collected for VA: variant=" + v.name + ", replicas=" + v.running +
                        ", accelerator=" + v.accelerator + ", ttft=" + v.ttft + "ms, itl=" + v.itl +
                        "ms, cost=" + v.cost + ", maxBatch=" + v.max_batch + ", arrivalRate=" + v.rate +
                        ", avgInputTokens=" + v.in_tokens + ", avgOutputTokens=" + v.out_tokens);
}

inline std::string tuned(std::string_view stamp, const Variant& v) {
  return zap(stamp, "Tuned performance parameters result: variant " + v.name + " - alpha: " + v.alpha +
                        ", beta: " + v.beta + ", gamma: " + v.gamma + ", delta: " + v.delta);
}

inline std::string cycle_completed(std::string_view stamp) {
  return zap(stamp, "Reconciliation completed - variants_processed: 1, optimization_successful: true");
}

inline std::string restarted(std::string_view stamp) {
  return zap(stamp, "Zap logger initialized");
}

/// The encodings of today's controller.
enum class Form { console, json };

/// A member of an entry: its key, and its value as compact JSON.
struct Member {
  std::string key, value;
};

/// An entry of today's controller.
struct Entry {
  std::string message;
  std::vector<Member> members = {};
  std::string time = "2026-08-08T02:19:09Z";
  std::string caller = "saturation/engine.go:1";  ///< a line of no known build
  int verbosity = 0;                              ///< 4: printed with -v=4 alone
  std::string logger = {};
};

inline std::string level_of(Form form, int verbosity) {
  if (verbosity == 0) return form == Form::console ? "INFO" : "info";
  if (verbosity == 1) return form == Form::console ? "DEBUG" : "debug";
  return (form == Form::console ? "LEVEL(-" : "Level(-") + std::to_string(verbosity) + ")";
}

/// The members as zap's console form has them: `{"a": 1, "b": [{"c":2}]}`.
inline std::string console_object(const std::vector<Member>& members) {
  std::string text = "{";
  for (const Member& member : members)
    text += (text.size() > 1 ? ", \"" : "\"") + member.key + "\": " + member.value;
  return text + "}";
}

/// The entry's line. A message in JSON is escaped by its writer.
inline std::string line_of(Form form, const Entry& entry) {
  const std::string level = level_of(form, entry.verbosity);
  if (form == Form::json) {
    std::string line = R"({"level":")" + level + R"(","ts":")" + entry.time + '"';
    if (!entry.logger.empty()) line += R"(,"logger":")" + entry.logger + '"';
    line += R"(,"caller":")" + entry.caller + R"(","msg":")" + entry.message + '"';
    for (const Member& member : entry.members)
      line += ",\"" + member.key + "\":" + member.value;
    return line + "}";
  }
  std::string line = entry.time + "\t" + level + "\t" + (entry.logger.empty() ? "" : entry.logger + "\t") +
                     entry.caller + "\t" + entry.message;
  return entry.members.empty() ? line : line + "\t" + console_object(entry.members);
}

/// A text as a JSON value.
inline std::string json_text(std::string_view text) {
  return '"' + std::string(text) + '"';
}

/// "2026-08-08T02:MM:SSZ", so many seconds after two: whole seconds, as today's controller logs them.
inline std::string second_at(int seconds) {
  return format_time(*parse_time("2026-08-08T02:00:00Z") + std::chrono::seconds(seconds)).substr(0, 19) + "Z";
}

/// The lines, each ended by "\n".
inline std::string log_of(const std::vector<std::string>& lines) {
  std::string log;
  for (const std::string& line : lines)
    log += line + "\n";
  return log;
}

/// A log that was read. Samples are in the order in which their cycles ended.
struct ReadBack {
  NamePool names;
  LogFacts facts;
  std::vector<LoggedSample> samples;
  std::vector<LoggedClaim> claims;
  std::vector<LoggedMismatch> mismatches;

  const LogFacts* operator->() const { return &facts; }
  std::uint64_t malformed(Malformed reason) const {
    return facts.lines.malformed[static_cast<std::size_t>(reason)];
  }
};

inline bool adds_up(const LineCounts& lines) {
  return lines.total == lines.used + lines.ignored + lines.unknown_version + lines.malformed_total();
}

/// The replicas that a sample's final decision wants.
inline std::optional<double> target_in(const Sample& sample) {
  return sample.decision ? sample.decision->target : std::nullopt;
}

/// Keeps in `read`, which must outlive the sink, all that a log gives.
inline ingest::LogSink keep_in(ReadBack& read) {
  ingest::LogSink sink;
  sink.sample = [&read](const LoggedSample& sample) { return read.samples.push_back(sample), true; };
  sink.claim = [&read](const LoggedClaim& claim) { return read.claims.push_back(claim), true; };
  sink.mismatch = [&read](const LoggedMismatch& row) { return read.mismatches.push_back(row), true; };
  return sink;
}

/// Checks what must be true of every log that was read.
inline void check_counts(const ReadBack& read) {
  const LineCounts& lines = read.facts.lines;
  INFO("total " << lines.total << ", used " << lines.used << ", ignored " << lines.ignored
                << ", unknown version " << lines.unknown_version << ", malformed "
                << lines.malformed_total());
  REQUIRE(adds_up(lines));
  REQUIRE(read.claims.size() == read.facts.claims);
  REQUIRE(read.mismatches.size() == read.facts.mismatches);
}

/// Reads the log at `path`, which must be readable, and checks that the counts of its lines add up.
inline ReadBack read_path(const std::string& path, const ingest::ReadOptions& options = {}) {
  ReadBack read;
  auto facts = ingest::read_log(path, read.names, keep_in(read), options);
  if (!facts) FAIL(describe(facts.error()));
  read.facts = std::move(facts).value();
  check_counts(read);
  return read;
}

inline ReadBack read_text(std::string_view log) {
  const TemporaryDirectory directory;
  return read_path(directory.write("controller.log", log));
}

inline ReadBack read_lines(const std::vector<std::string>& lines) {
  return read_text(log_of(lines));
}

}  // namespace wvagate::testing
