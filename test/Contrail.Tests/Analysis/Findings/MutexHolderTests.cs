using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules.Scheduling;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>What is to blame for waits for a mutex: not the function that unlocks it, but what ran before.</summary>
public sealed class MutexHolderTests
{
    private const int Holder = 1;
    private const int Waiter = 2;

    private readonly GoroutineRecords _records = new(MutexContentionRule.Rule);

    private StackId Lock => _records.Stack("sync.(*Mutex).Lock", "example.com/bbolt.(*DB).begin", "main.place");

    private StackId Unlock => _records.Stack("sync.(*Mutex).Unlock", "example.com/bbolt.(*Tx).close", "main.place");

    private StackId Notify(string call) =>
        _records.Stack(call, "main.notifyWarehouse", "example.com/bbolt.(*DB).Update", "main.place");

    [Fact]
    public void What_ran_while_others_waited_is_to_blame()
    {
        Hold(80, ThreadActivity.Waiting, "sleep", Notify("time.Sleep"));
        Finding finding = Assert.Single(_records.Findings());
        Assert.Equal("main.notifyWarehouse", finding.Culprit);
        Assert.Equal(FindingConfidence.High, finding.Confidence);
        Assert.Equal(
            "Goroutines waited 9.0 s in bbolt.(*DB).begin (called by main.place) for a mutex that is locked while "
                + "main.notifyWarehouse sleeps: on average 0.9 goroutines at any moment. It is released in "
                + "bbolt.(*Tx).close.",
            finding.Headline);
        Assert.Equal(8e9, finding.Evidence.Single(one => one.Id == "blocking/holders/1/total").Value.AsNumber);
        Assert.Equal(8.0 / 9, finding.Evidence.Single(one => one.Id == "blocking/holders/1/share").Value.AsNumber, 3);
    }

    [Theory]
    [InlineData("select", "net/http.(*Client).do", "waits for its peer in http.(*Client).do")]
    [InlineData("chan send", "runtime.chansend1", "waits to send")]
    [InlineData("network", "net.(*conn).Read", "waits for the network")]
    public void The_sentence_contains_what_the_culprit_waits_for(string reason, string call, string does)
    {
        Hold(80, ThreadActivity.Waiting, reason, Notify(call));
        Assert.Contains(
            $"locked while main.notifyWarehouse {does}:", Assert.Single(_records.Findings()).Headline,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_only_runs_is_known_where_it_was_preempted()
    {
        Hold(1, ThreadActivity.Ready, "preempted", Notify("time.Now"));
        Finding finding = Assert.Single(_records.Findings());
        Assert.Equal("main.notifyWarehouse", finding.Culprit);
        Assert.Contains("locked while main.notifyWarehouse runs:", finding.Headline, StringComparison.Ordinal);
    }

    // Nothing has most of the time: it ran, and the trace has no stack of that.
    [Fact]
    public void A_short_part_of_the_time_is_not_to_blame()
    {
        Hold(20, ThreadActivity.Waiting, "sleep", Notify("time.Sleep"));
        Finding finding = Assert.Single(_records.Findings());
        Assert.Equal("bbolt.(*Tx).close", finding.Culprit);
        Assert.Equal(FindingConfidence.Medium, finding.Confidence);
        Assert.Contains("/debug/pprof/profile", finding.Surer, StringComparison.Ordinal);
    }

    // It slept while another one had the mutex, then waited for the mutex itself.
    [Fact]
    public void What_a_goroutine_did_before_it_waited_for_the_mutex_is_not_to_blame()
    {
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(Holder, ThreadActivity.Waiting, start, start + 70, Notify("time.Sleep"), "sleep");
            Add(Holder, ThreadActivity.Waiting, start + 70, start + 80, Lock, "sync");
            Add(Waiter, ThreadActivity.Waiting, start, start + 90, Lock, "sync");
            AddRelease(start + 90);
        }

        Finding finding = Assert.Single(_records.Findings());
        Assert.Equal("bbolt.(*Tx).close", finding.Culprit);
        Assert.Equal(1_000, RunningMs(finding));
    }

    // The goroutine that was woken can be reported long after the unlocking, when it runs. Of the first time, nothing
    // is known.
    [Fact]
    public void What_a_goroutine_does_after_it_unlocked_is_not_to_blame()
    {
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(Waiter, ThreadActivity.Waiting, start, start + 30, Lock, "sync");
            Add(Holder, ThreadActivity.Waiting, start + 30, start + 95, Notify("time.Sleep"), "sleep");
            AddRelease(start + 30);
        }

        Finding finding = Assert.Single(_records.Findings());
        Assert.Equal("bbolt.(*Tx).close", finding.Culprit);
        Assert.Equal(2_970, RunningMs(finding));
    }

    [Fact]
    public void An_unlocking_that_ends_the_waits_of_several_readers_counts_once()
    {
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(Holder, ThreadActivity.Waiting, start, start + 80, Notify("time.Sleep"), "sleep");
            Add(Waiter, ThreadActivity.Waiting, start, start + 90, Lock, "sync");
            Add(Waiter + 1, ThreadActivity.Waiting, start, start + 90, Lock, "sync");
            AddRelease(start + 90);
            AddRelease(start + 90, Waiter + 1);
        }

        Finding finding = Assert.Single(_records.Findings());
        Assert.Equal(8e9, finding.Evidence.Single(one => one.Id == "blocking/holders/1/total").Value.AsNumber);
    }

    // It holds one mutex and waits for that of a log.
    [Fact]
    public void A_wait_for_another_mutex_is_to_blame()
    {
        StackId log = _records.Stack("sync.(*Mutex).Lock", "example.com/applog.(*Log).Write", "main.place");
        StackId logUnlock = _records.Stack("sync.(*Mutex).Unlock", "example.com/applog.(*Log).Flush");
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(Holder, ThreadActivity.Waiting, start + 5, start + 85, log, "sync");
            Add(Waiter, ThreadActivity.Waiting, start, start + 90, Lock, "sync");
            AddRelease(start + 85, Holder, logUnlock, by: Waiter + 7);
            AddRelease(start + 90);
        }

        Finding finding = _records.Findings().Single(one => one.Headline.Contains("bbolt", StringComparison.Ordinal));
        Assert.Equal("applog.(*Log).Write", finding.Culprit);
        Assert.Contains(
            "locked while applog.(*Log).Write waits for another lock:", finding.Headline, StringComparison.Ordinal);
        Assert.Equal(8e9, finding.Evidence.Single(one => one.Id == "blocking/holders/1/total").Value.AsNumber);
    }

    // The places of one mutex are known as such when waits at one were ended by the other ones.
    [Fact]
    public void A_wait_for_the_same_mutex_at_another_place_is_not_to_blame()
    {
        StackId get = _records.Stack("sync.(*Mutex).Lock", "example.com/bbolt.(*DB).get", "main.place");
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(Waiter + 1, ThreadActivity.Waiting, start, start + 1, get, "sync");
            AddRelease(start + 1, Waiter + 1);
            Add(Holder, ThreadActivity.Waiting, start + 1, start + 85, get, "sync");
            Add(Waiter, ThreadActivity.Waiting, start + 1, start + 90, Lock, "sync");
            AddRelease(start + 85, Holder, by: Waiter + 7);
            AddRelease(start + 90);
        }

        Assert.DoesNotContain(
            _records.Findings(), one => one.Headline.Contains("locked while", StringComparison.Ordinal));
    }

    // A reader has it for 10 s, and others queue after a writer, which has it for a moment.
    [Fact]
    public void A_writer_that_only_ends_the_waits_of_readers_is_not_to_blame()
    {
        StackId read = _records.Stack("sync.(*RWMutex).RLock", "example.com/bbolt.(*DB).view", "main.place");
        StackId write = _records.Stack("sync.(*RWMutex).Lock", "example.com/bbolt.(*DB).update", "main.place");
        StackId endRead = _records.Stack("sync.(*RWMutex).RUnlock", "example.com/bbolt.(*DB).endView", "main.list");
        StackId endWrite = _records.Stack("sync.(*RWMutex).Unlock", "example.com/bbolt.(*DB).put", "main.place");
        Add(Holder, ThreadActivity.Waiting, 0, 9_990, write, "sync");
        AddRelease(9_990, Holder, endRead, by: Waiter + 20);
        Add(Holder, ThreadActivity.Syscall, 9_990, 9_999, Notify("syscall.Write"), "");
        for (int reader = Waiter; reader < Waiter + 10; reader++)
        {
            Add(reader, ThreadActivity.Waiting, 10, 9_999, read, "sync");
            AddRelease(9_999, reader, endWrite);
        }

        Finding finding = Assert.Single(_records.Findings());
        Assert.Equal("bbolt.(*DB).put", finding.Culprit);
        Assert.Equal(FindingConfidence.Medium, finding.Confidence);
        Assert.DoesNotContain("locked while", finding.Headline, StringComparison.Ordinal);
        Assert.EndsWith("It is released in bbolt.(*DB).put.", finding.Headline, StringComparison.Ordinal);
    }

    // In a queue, a wait has the times of all who had it before.
    [Fact]
    public void A_queue_does_not_hide_what_is_done_with_the_mutex()
    {
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(index + 100, ThreadActivity.Waiting, Math.Max(0, start - 600), start, Lock, "sync");
            AddRelease(start, index + 100, by: index + 99);
            Add(index + 100, ThreadActivity.Waiting, start, start + 99, Notify("time.Sleep"), "sleep");
        }

        Assert.Equal("main.notifyWarehouse", Assert.Single(_records.Findings()).Culprit);
    }

    [Fact]
    public void Two_mutexes_that_one_method_unlocks_have_their_own_culprits()
    {
        Hold(80, ThreadActivity.Waiting, "sleep", Notify("time.Sleep"));
        StackId other = _records.Stack("sync.(*Mutex).Lock", "example.com/bbolt.(*DB).grow", "main.grow");
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(Holder + 10, ThreadActivity.Waiting, start + 5, start + 85,
                _records.Stack("time.Sleep", "main.copy", "main.grow"), "sleep");
            Add(Waiter + 10, ThreadActivity.Waiting, start, start + 90, other, "sync");
            AddRelease(start + 90, Waiter + 10, by: Holder + 10);
        }

        Assert.Equal(
            ["main.copy", "main.notifyWarehouse"], _records.Findings().Select(one => one.Culprit).Order());
    }

    // A hundred times: one goroutine does something with the mutex, and another one waits 90 of 100 ms for it.
    private void Hold(long lengthMs, ThreadActivity activity, string reason, StackId stack)
    {
        for (int index = 0; index < 100; index++)
        {
            long start = index * 100;
            Add(Holder, activity, start + 5, start + 5 + lengthMs, stack, reason);
            Add(Waiter, ThreadActivity.Waiting, start, start + 90, Lock, "sync");
            AddRelease(start + 90);
        }
    }

    private void AddRelease(long ms, int waiter = Waiter, StackId? at = null, int by = Holder) => _records.Model.Add(
        new ExecutionState(waiter, ThreadActivity.Ready, "", ViewRecords.Range(ms, ms))
        {
            Stack = at ?? Unlock,
            WakerId = by,
        });

    private void Add(long goroutine, ThreadActivity activity, long startMs, long endMs, StackId stack, string reason) =>
        _records.Add(goroutine, activity, startMs, endMs, stack, reason);

    private double RunningMs(Finding finding)
    {
        Assert.DoesNotContain(finding.Evidence, one => one.Id == "blocking/holders/1/total");
        FindingReport report = _records.Report();
        var holders = report.Answers["blocking"].Tables.Single(one => one.Description.Name == "holders");
        Assert.Equal("running", Assert.Single(holders.Rows)[5].Text);
        return holders.Rows[0][0].AsNumber / 1e6;
    }
}
