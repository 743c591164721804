#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

constexpr double kMsASecond = 1000;

std::optional<double> in_ms(const LoggedNumber& seconds) {
  return seconds.value ? std::optional(*seconds.value * kMsASecond) : std::nullopt;
}

std::optional<double> product(std::optional<double> a, std::optional<double> b) {
  return a && b ? std::optional(*a * *b) : std::nullopt;
}

}  // namespace

/// What the collector reports of one pod, a figure a line: "KV cache metric", "Queue metric", "Cache config
/// info metric", "SGLang cache config metric", "Scheduler dispatch rate metric", "Avg TTFT metric", "Avg ITL
/// metric".
/// (-v=4; 0.4: the first two, always)
std::optional<Fault> read_pod(Record& record) {
  Fields& fields = record.fields;
  PodObserved observed;
  PodObservation& pod = observed.what;
  pod.pod = fields.text("pod");
  observed.instance = fields.text("instanceKey");
  if (observed.instance.empty()) observed.instance = fields.text("instance");
  if (observed.instance.empty()) observed.instance = pod.pod;
  if (pod.pod.empty()) return Fault::of_unknown_version();
  pod.kv_usage = fields.number("usage").value;
  pod.queue_length = fields.number("queueLength").value;
  pod.capacity_tokens = fields.number("totalKvCapacityTokens").value;
  if (!pod.capacity_tokens)
    pod.capacity_tokens = product(fields.number("numGpuBlocks").value, fields.number("blockSize").value);
  pod.dispatch_rps = fields.number("arrivalRate").value;
  pod.ttft_ms = in_ms(fields.number("avgTTFTSeconds"));
  pod.itl_ms = in_ms(fields.number("avgITLSeconds"));
  record.events.emplace_back(observed);
  return std::nullopt;
}

}  // namespace wvagate::ingest
