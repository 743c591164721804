#include "harness/ingest/assemble/liveness.hpp"

#include <chrono>

namespace wvagate::ingest {
namespace {

/// A cycle that begins sooner after another is that one tried again: its back-off is 0.1 to 4 s, and no
/// interval is that short.
constexpr auto kShortestInterval = std::chrono::seconds(5);

constexpr std::uint32_t kCyclesAlive = 2;

}  // namespace

std::string Liveness::key_of(std::string_view model_key, std::string_view analyzer) {
  std::string key(model_key);
  key += '\0';
  key += analyzer;
  return key;
}

void Liveness::begin_cycle(TimePoint time) {
  if (began_ && time < *began_ + kShortestInterval) return;
  began_ = time;
  ++cycle_;
}

void Liveness::add(std::string_view model_key, std::string_view analyzer, bool informative) {
  if (informative) last_[key_of(model_key, analyzer)] = cycle_;
}

std::optional<bool> Liveness::is_live(std::string_view model_key, std::string_view analyzer) const {
  const auto found = last_.find(key_of(model_key, analyzer));
  if (found != last_.end()) return cycle_ - found->second <= kCyclesAlive;
  if (from_start_ || cycle_ > kCyclesAlive + 1) return false;
  return std::nullopt;
}

void Liveness::restart() {
  last_.clear();
  began_.reset();
  cycle_ = 0;
  from_start_ = true;
}

}  // namespace wvagate::ingest
