// Work on items in several threads, results in the items' order: what DERIVE and INDEX have in common. Bounded: at most
// `max_in_flight` items are anywhere between producer and consumer.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace broadsheet {

template <class In, class Out>
class OrderedParallel {
 public:
  using Push = std::function<bool(In&&)>;          // blocks while full; false: the run is ending, stop producing
  using Produce = std::function<void(const Push&)>;
  using Work = std::function<Out(unsigned worker, In&&)>;
  using Use = std::function<bool(Out&&)>;          // false: stop the run

  // `produce` runs in a thread of its own, `work` in `jobs` threads, `use` in the caller's, in the order of the pushes. The first
  // exception of any of them ends the run and is thrown again here.
  static void run(unsigned jobs, std::size_t max_in_flight, const Produce& produce, const Work& work, const Use& use) {
    OrderedParallel self(max_in_flight);
    std::vector<std::jthread> threads;
    bool started = false;  // a thread that the system refuses ends the run, too
    self.guarded([&] {
      threads.emplace_back([&self, &produce] { self.guarded([&] { self.produce_all(produce); }); });
      for (unsigned worker = 0; worker < jobs; ++worker) {
        threads.emplace_back([&self, &work, worker] { self.guarded([&] { self.work_all(work, worker); }); });
      }
      started = true;
    });
    if (started) self.guarded([&] { self.use_all(use); });
    self.stop();
    threads.clear();  // joins
    if (self.failure_) std::rethrow_exception(self.failure_);
  }

 private:
  explicit OrderedParallel(std::size_t max_in_flight) : max_in_flight_(max_in_flight) {}

  template <class Body>
  void guarded(const Body& body) {
    try {
      body();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      stopped_ = true;
      changed_.notify_all();
    }
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  void produce_all(const Produce& produce) {
    produce([this](In&& item) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopped_ || pushed_ - used_ < max_in_flight_; });
      if (stopped_) return false;
      waiting_.emplace_back(pushed_++, std::move(item));
      changed_.notify_all();
      return true;
    });
    const std::lock_guard lock(mutex_);
    complete_ = true;
    changed_.notify_all();
  }

  void work_all(const Work& work, unsigned worker) {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopped_ || !waiting_.empty() || complete_; });
      if (stopped_ || waiting_.empty()) return;
      auto [number, item] = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      Out result = work(worker, std::move(item));
      lock.lock();
      done_.emplace(number, std::move(result));
      changed_.notify_all();
    }
  }

  void use_all(const Use& use) {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopped_ || done_.contains(used_) || (complete_ && used_ == pushed_); });
      if (stopped_ || !done_.contains(used_)) return;
      Out result = std::move(done_.extract(used_).mapped());
      lock.unlock();
      if (!use(std::move(result))) return;
      lock.lock();
      ++used_;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::uint64_t, In>> waiting_;
  std::map<std::uint64_t, Out> done_;
  std::uint64_t pushed_ = 0, used_ = 0;
  std::size_t max_in_flight_;
  bool complete_ = false, stopped_ = false;
  std::exception_ptr failure_;
};

}  // namespace broadsheet
