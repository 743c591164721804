#include "harness/store/experiment_directory.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace wvagate::store {
namespace {

namespace fs = std::filesystem;

Error output_error(const fs::path& path, const std::string& what, const std::string& help = {}) {
  return {.kind = ErrorKind::output, .where = path.string(), .what = what, .help = help};
}

/// Removes what is half written unless it was kept.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(fs::path path) : path_(std::move(path)) {}
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }
  void keep() { path_.clear(); }

 private:
  fs::path path_;
};

/// A file descriptor that is closed.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  int close() { return ::close(std::exchange(descriptor_, -1)); }

 private:
  int descriptor_;
};

/// Fills one directory.
class Writer {
 public:
  Writer(fs::path root, const GiveUp& give_up) : root_(std::move(root)), give_up_(give_up) {}

  Status write(const DirectoryContent& content) {
    for (const auto& [name, text] : content.files) {
      if (auto status = write_file(name, text); !status) return status;
    }
    for (const auto& [name, source] : content.copies) {
      if (auto status = copy_file(name, source); !status) return status;
    }
    return check_that_all_is_there();
  }

 private:
  Status write_file(const std::string& name, const std::string& text) {
    auto file = make(name);
    if (!file) return file.error();
    std::string_view rest = text;
    const auto next = [&]() -> Result<std::string_view> {
      return std::exchange(rest, rest.substr(std::min(rest.size(), kPiece))).substr(0, kPiece);
    };
    return fill(name, *file.value(), next);
  }

  Status copy_file(const std::string& name, const std::string& source) {
    const auto cannot_read = [&] {
      return output_error(root_ / name, "cannot be copied from " + source + ": " + std::strerror(errno));
    };
    const File from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    if (from.descriptor() < 0) return cannot_read();
    auto file = make(name);
    if (!file) return file.error();
    std::vector<char> block(kPiece);
    const auto next = [&]() -> Result<std::string_view> {
      while (true) {
        const ssize_t count = ::read(from.descriptor(), block.data(), block.size());
        if (count >= 0) return std::string_view(block.data(), static_cast<std::size_t>(count));
        if (errno != EINTR) return cannot_read();
      }
    };
    return fill(name, *file.value(), next);
  }

  /// Makes the file and the directories above it, but not the root: where that has been removed, what was
  /// written is lost.
  Result<std::unique_ptr<File>> make(const std::string& name) {
    const fs::path relative(name);
    fs::path directory = root_;
    for (const auto& part : relative.parent_path()) {
      directory /= part;
      std::error_code error;
      fs::create_directory(directory, error);
      if (error) return output_error(directory, "cannot be made: " + error.message());
    }
    const fs::path path = root_ / relative;
    auto file = std::make_unique<File>(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (file->descriptor() < 0)
      return output_error(path, std::string("cannot be made: ") + std::strerror(errno));
    return file;
  }

  /// Writes the pieces that `next` gives, up to an empty one.
  template <typename Next>
  Status fill(const std::string& name, File& file, const Next& next) {
    const auto fail = [&](int fault) {
      return output_error(root_ / name, std::string("cannot be written: ") + std::strerror(fault));
    };
    std::uint64_t size = 0;
    while (true) {
      if (give_up_ && give_up_()) return output_error(root_ / name, "was given up");
      const auto piece = next();
      if (!piece) return piece.error();
      std::string_view rest = piece.value();
      if (rest.empty()) break;
      size += rest.size();
      while (!rest.empty()) {
        const ssize_t count = ::write(file.descriptor(), rest.data(), rest.size());
        if (count < 0 && errno != EINTR) return fail(errno);
        if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
      }
    }
    if (::fsync(file.descriptor()) != 0) return fail(errno);
    if (file.close() != 0) return fail(errno);
    sizes_[name] = size;
    return {};
  }

  Status check_that_all_is_there() const {
    for (const auto& [name, size] : sizes_) {
      std::error_code error;
      if (fs::file_size(root_ / name, error) != size || error)
        return output_error(root_ / name, "was removed or changed while the directory was written");
    }
    return {};
  }

  static constexpr std::size_t kPiece = std::size_t{1} << 20;
  fs::path root_;
  const GiveUp& give_up_;
  std::map<std::string, std::uint64_t> sizes_;  // of the files that were written
};

}  // namespace

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

bool is_file(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

Status write_directory(const std::string& path, const DirectoryContent& content, bool force,
                       const GiveUp& give_up) {
  // A slash at the end names the same directory.
  const fs::path target(path.substr(0, path.find_last_not_of('/') + 1));
  std::error_code error;
  if (exists(path) && !force) {
    return output_error(target, "is there already", "give another directory, or --force to replace this one");
  }
  const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
  fs::create_directories(parent, error);
  if (error) return output_error(parent, "cannot be made: " + error.message());

  std::string pattern = (parent / ("." + target.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return output_error(parent, std::string("cannot be written to: ") + std::strerror(errno));
  }
  TemporaryDirectory temporary{fs::path(pattern)};
  fs::permissions(temporary.path(), fs::perms(0755), error);
  if (auto status = Writer(temporary.path(), give_up).write(content); !status) return status;

  if (exists(path)) {
    // The old one steps aside first, so that at no moment a half-written one carries the name.
    const TemporaryDirectory old{fs::path(pattern + ".old")};
    fs::rename(target, old.path(), error);
    if (error) return output_error(target, "cannot be replaced: " + error.message());
    fs::rename(temporary.path(), target, error);
    if (error) {
      std::error_code ignored;
      fs::rename(old.path(), target, ignored);
      return output_error(target, "cannot be replaced: " + error.message());
    }
  } else {
    fs::rename(temporary.path(), target, error);
    if (error) return output_error(target, "cannot be made: " + error.message());
  }
  temporary.keep();
  return {};
}

}  // namespace wvagate::store
