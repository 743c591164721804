#include "harness/ingest/census/known_messages.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <span>

#include "analysis/core/characters.hpp"
#include "harness/ingest/census/message_phrases.hpp"

namespace wvagate::ingest {
namespace {

/// How the messages of 2025 introduce a list of values: a separator, a key and the text behind the key.
struct ValueList {
  std::string_view separator;
  std::string_view behind_key;
};

constexpr auto kValueLists =
    std::to_array<ValueList>({{": ", "="}, {" (", "="}, {" - ", ": "}, {" -> ", ": "}});

constexpr bool strictly_sorted(std::span<const std::string_view> phrases) {
  return std::ranges::adjacent_find(phrases, std::ranges::greater_equal()) == phrases.end();
}
static_assert(strictly_sorted(kPhrases) && strictly_sorted(kKubernetesPhrases));
static_assert(!kPhrases.front().empty() && !kKubernetesPhrases.front().empty());

bool is_value_list(std::string_view text) {
  return std::ranges::any_of(kValueLists, [&](const ValueList& list) {
    if (!text.starts_with(list.separator)) return false;
    const auto pairs = text.substr(list.separator.size());
    const auto key_end = std::ranges::find_if_not(pairs, is_key_character);
    return key_end != pairs.begin() && std::string_view(key_end, pairs.end()).starts_with(list.behind_key);
  });
}

/// The longest of the sorted phrases that the message is an instance of; empty if none.
std::string_view longest_phrase(std::span<const std::string_view> phrases, std::string_view message) {
  // Of the phrases that are prefixes of `prefix`, none is greater than the greatest phrase up to `prefix`,
  // and all are prefixes of what that one and `prefix` have in common.
  std::string_view prefix = message;
  while (true) {
    const auto next = std::ranges::upper_bound(phrases, prefix);
    if (next == phrases.begin()) return {};
    const std::string_view phrase = *std::prev(next);
    const auto common = static_cast<std::size_t>(std::ranges::mismatch(phrase, prefix).in1 - phrase.begin());
    if (common < phrase.size()) {
      prefix = message.substr(0, common);
      continue;
    }
    const auto rest = message.substr(common);
    if (rest.empty() || is_value_list(rest)) return phrase;
    prefix = message.substr(0, common - 1);
  }
}

std::string_view longest_opening(std::string_view message) {
  const Opening* longest = nullptr;
  for (const Opening& opening : kOpenings) {
    if (!message.starts_with(opening.phrase)) continue;
    if (!message.substr(opening.phrase.size()).starts_with(opening.next)) continue;
    if (longest == nullptr || opening.phrase.size() > longest->phrase.size()) longest = &opening;
  }
  return longest == nullptr ? std::string_view() : longest->phrase;
}

}  // namespace

std::string_view known_message(std::string_view message) {
  if (const auto phrase = longest_phrase(kPhrases, message); !phrase.empty()) return phrase;
  if (const auto phrase = longest_phrase(kKubernetesPhrases, message); !phrase.empty()) return phrase;
  if (const auto phrase = longest_opening(message); !phrase.empty()) return phrase;
  for (const auto ending : kEndings)
    if (message.ends_with(ending)) return ending;
  for (const auto fragment : kFragments)
    if (message.find(fragment) != std::string_view::npos) return fragment;
  return {};
}

}  // namespace wvagate::ingest
