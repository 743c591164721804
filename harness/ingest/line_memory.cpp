#include "harness/ingest/line_memory.hpp"

#include <algorithm>
#include <utility>

namespace wvagate::ingest {

void LineMemory::keep() {
  for (const auto& kind : kinds_) {
    if (kind->text == kind->kept.data()) continue;
    kind->kept.assign(kind->text, kind->size);
    kind->kept.append(kPadding, '\0');
    kind->text = kind->kept.data();
  }
}

/// Whether the wrappers of `line`, which is like the one of `record` but for numbers and times, come off as
/// its do: that can depend on these.
bool LineMemory::peels_alike(const KnownRecord& record, std::string_view line, std::size_t record_begin) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const Peeled peeled = unwrapper_.peel(line);
  return peeled.record.data() == line.data() + record_begin && peeled.outermost == record.outermost &&
         peeled.source == record.source && !peeled.partial;
}

void LineMemory::put_first(Kind& kind) {
  take_out(kind);
  kind.alike = std::exchange(kinds_of(kind.key), &kind);
}

/// Takes a kind that has a key out of those that have a like one.
void LineMemory::take_out(Kind& kind) {
  Kind** place = &kinds_of(kind.key);
  while (*place != nullptr && *place != &kind)
    place = &(*place)->alike;
  if (*place != nullptr) *place = kind.alike;
}

bool LineMemory::recognise(std::string_view line, const MarkerSet& markers, std::vector<Change>& changes,
                           Recognised& recognised, std::vector<std::unique_ptr<KnownRecord>>& forgotten) {
  for (const auto& kind : kinds_) {
    if (kind->markers != markers || !match(*kind, line.data(), changes, recognised)) continue;
    ++recognised_;
    follow(*kind);
    return true;
  }
  ++missed_;
  if (most_lines_ == 0 || line.size() > longest_line_ || !wants_another()) return false;
  auto learned = learn(line, markers);
  if (learned == nullptr) return false;
  while (!has_room(line.size()))
    forgotten.push_back(forget_one());
  put(std::move(learned), line);
  tell(*last_, line.data(), recognised);
  return true;
}

/// Puts a new kind, of the line that was read last, where there is room for it.
void LineMemory::put(std::unique_ptr<Kind> kind, std::string_view line) {
  kind->text = line.data();
  kind->size = line.size() + 1;
  kind->learned_size = line.size();
  const auto in_key = [](const Slot& slot) { return slot.begin < kKeyAt + kKeySize && slot.end >= kKeyAt; };
  if (line.size() >= kKeyAt + kKeySize && std::none_of(kind->slots.begin(), kind->slots.end(), in_key))
    kind->key = key_of(line.data());
  if (found_.size() < kind->slots.size()) found_.resize(kind->slots.size());
  bytes_ += line.size();
  kinds_.push_back(std::move(kind));
  follow(*kinds_.back());
}

/// Forgets the kind that was of use longest ago, and gives its record.
std::unique_ptr<KnownRecord> LineMemory::forget_one() {
  auto& place = *std::min_element(kinds_.begin(), kinds_.end(),
                                  [](const auto& a, const auto& b) { return a->used < b->used; });
  std::swap(place, kinds_.back());
  const std::unique_ptr<Kind> kind = std::move(kinds_.back());
  kinds_.pop_back();
  bytes_ -= kind->learned_size;
  for (const auto& rest : kinds_) {
    if (rest->next == kind.get()) rest->next = nullptr;
  }
  if (kind->key != kNoKey) take_out(*kind);
  if (last_ == kind.get()) last_ = nullptr;
  return std::move(kind->record);
}

}  // namespace wvagate::ingest
