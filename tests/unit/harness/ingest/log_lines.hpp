#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/sample/logged_sample.hpp"
#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

/// Lines as controllers write them. Every field is text, so that a test says what stands in the log, digit by
/// digit.
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

  const LogFacts* operator->() const { return &facts; }
  std::uint64_t malformed(Malformed reason) const {
    return facts.lines.malformed[static_cast<std::size_t>(reason)];
  }
};

inline bool adds_up(const LineCounts& lines) {
  return lines.total == lines.used + lines.ignored + lines.malformed_total();
}

/// Reads the log at `path`, which must be readable. Holds the counts of its lines against each other.
inline ReadBack read_path(const std::string& path) {
  ReadBack read;
  auto facts = ingest::read_log(path, read.names, [&](const LoggedSample& sample) {
    read.samples.push_back(sample);
    return true;
  });
  if (!facts) FAIL(describe(facts.error()));
  read.facts = std::move(facts).value();
  INFO("total " << read.facts.lines.total << ", used " << read.facts.lines.used << ", ignored "
                << read.facts.lines.ignored << ", malformed " << read.facts.lines.malformed_total());
  REQUIRE(adds_up(read.facts.lines));
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
