using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules.Scheduling;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.Findings;

public sealed class GoroutineWaitRuleTests
{
    [Fact]
    public void A_leak_names_the_place_where_new_goroutines_wait()
    {
        GoroutineRecords records = new(ExecutionLeakRule.Rule);
        StackId place = records.Stack("runtime.chanrecv1", "example.com/shop/stock.wait");
        for (int goroutine = 1; goroutine <= 90; goroutine++)
        {
            records.Add(
                goroutine, ThreadActivity.Waiting, goroutine * 100, 10_000, place, "chan receive",
                "example.com/shop/stock.wait", isOpen: true);
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("stock.wait", finding.Culprit);
        Assert.Equal(
            "Goroutines leak: 90 new ones wait in stock.wait (chan receive) and do not end, 9 more each second.",
            finding.Headline);
        Assert.Equal("goroutines/waiting/1/started", finding.Evidence[0].Id);
    }

    // A pool that starts at once, connections that wait for a request, and requests that end.
    [Theory]
    [InlineData("chan receive", 0, 0)]
    [InlineData("network", 100, 0)]
    [InlineData("chan receive", 100, 500)]
    public void Waiting_for_work_is_no_leak(string reason, long everyMs, long lengthMs)
    {
        GoroutineRecords records = new(ExecutionLeakRule.Rule);
        StackId place = records.Stack("runtime.chanrecv1", "shop.work");
        for (int goroutine = 1; goroutine <= 90; goroutine++)
        {
            long start = 10 + (goroutine * everyMs);
            bool hasEnded = lengthMs > 0 && start + lengthMs < 10_000;
            long end = hasEnded ? start + lengthMs : 10_000;
            records.Add(
                goroutine, ThreadActivity.Waiting, start, end, place, reason, isOpen: !hasEnded, isLast: hasEnded);
        }

        Assert.Empty(records.Findings());
    }

    [Fact]
    public void A_mutex_of_unknown_use_names_the_code_that_unlocks_it()
    {
        GoroutineRecords records = new(MutexContentionRule.Rule);
        StackId waiter = records.Stack("sync.(*Mutex).Lock", "shop.place");
        StackId holder = records.Stack("sync.(*Mutex).Unlock", "shop.rebuild");
        for (int goroutine = 1; goroutine <= 4; goroutine++)
        {
            records.AddWaits(goroutine, "sync", waiter, holder, 90, 100);
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("shop.rebuild", finding.Culprit);
        Assert.Equal(FindingConfidence.Medium, finding.Confidence);
        Assert.Equal(
            "Goroutines waited 36.0 s in shop.place for a mutex: on average 3.6 goroutines at any moment. It is "
                + "released in shop.rebuild.",
            finding.Headline);
        Assert.Equal(400, finding.Evidence.Single(one => one.Id == "blocking/places/1/wakes").Value.AsNumber);
    }

    [Theory]
    [InlineData("sync.(*Mutex).Lock", 1)]
    [InlineData("sync.(*WaitGroup).Wait", 90)]
    public void Short_waits_and_waits_for_a_group_are_no_contention(string wait, long eachMs)
    {
        GoroutineRecords records = new(MutexContentionRule.Rule);
        records.AddWaits(1, "sync", records.Stack(wait, "shop.place"), StackId.None, eachMs, 100);
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void A_backlog_names_the_slow_receiver()
    {
        GoroutineRecords records = new(ChannelBacklogRule.Rule);
        StackId sender = records.Stack("runtime.chansend1", "shop.produce");
        StackId receiver = records.Stack("runtime.chanrecv2", "shop.consume");
        records.AddWaits(1, "chan send", sender, receiver, 90, 100);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("shop.consume", finding.Culprit);
        Assert.Equal(
            "Sends to a channel in shop.produce waited 9.0 s, on average 0.9 goroutines at any moment: shop.consume "
                + "receives more slowly than they send.",
            finding.Headline);
    }

    // The receiver is a library's, no code ended the waits, or nothing ends them.
    [Theory]
    [InlineData(true, false, "the receiver is not in the program's own code")]
    [InlineData(false, false, "what receives is unknown")]
    [InlineData(false, true, "nothing receives")]
    public void Nothing_receives_only_if_no_send_has_ended(bool isWoken, bool isOpen, string why)
    {
        GoroutineRecords records = new(ChannelBacklogRule.Rule);
        StackId sender = records.Stack("runtime.chansend1", "shop.produce");
        StackId receiver = records.Stack("runtime.chanrecv2", "time.loop");
        for (int goroutine = 1; goroutine <= 8; goroutine++)
        {
            long end = isOpen ? 10_000 : 9_000;
            records.Add(goroutine, ThreadActivity.Waiting, 100, end, sender, "chan send", isOpen: isOpen);
            if (!isOpen)
            {
                records.Add(goroutine, ThreadActivity.Ready, end, end + 1, isWoken ? receiver : StackId.None);
            }
        }

        Assert.EndsWith(
            $": {why}.", Assert.Single(records.Findings()).Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runtime.chanrecv1", true)]
    [InlineData("runtime.chansend1", false)]
    public void A_select_that_a_receiver_ends_is_a_send(string waker, bool isFound)
    {
        GoroutineRecords records = new(ChannelBacklogRule.Rule);
        StackId sender = records.Stack("runtime.selectgo", "shop.produce");
        records.AddWaits(1, "select", sender, records.Stack(waker, "shop.consume"), 90, 100);
        Assert.Equal(isFound, records.Findings() is [{ Culprit: "shop.consume" }]);
    }

    [Theory]
    [InlineData("chan receive", 90, 100)]
    [InlineData("chan send", 90, 4)]
    [InlineData("chan send", 2, 200)]
    public void Receivers_that_wait_and_rare_sends_are_no_backlog(string reason, long eachMs, int count)
    {
        GoroutineRecords records = new(ChannelBacklogRule.Rule);
        records.AddWaits(1, reason, records.Stack("runtime.gopark", "shop.work"), StackId.None, eachMs, count);
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void Calls_of_a_client_that_wait_name_the_caller()
    {
        GoroutineRecords records = new(NetworkWaitRule.Rule);
        StackId place = records.Stack(
            "runtime.selectgo", "net/http.(*persistConn).roundTrip", "net/http.(*Transport).roundTrip",
            "net/http.(*Client).do", "net/http.Get", "shop.rate");
        records.AddWaits(1, "select", place, StackId.None, 400, 24);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("shop.rate", finding.Culprit);
        Assert.StartsWith(
            "shop.rate waits for its peer in http.(*Client).do: 9.6 s in 24 waits, ", finding.Headline,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_marked_region_that_waits_for_the_network_is_work_that_waits()
    {
        GoroutineRecords records = new(NetworkWaitRule.Rule);
        StackId place = records.Stack("internal/poll.(*FD).Read", "shop.rate", "runtime/trace.WithRegion");
        records.AddWaits(1, "network", place, StackId.None, 400, 24);
        Assert.Equal("shop.rate", Assert.Single(records.Findings()).Culprit);
    }

    // A server without requests, a subscriber, and a client with a fast peer.
    [Theory]
    [InlineData("network", "net.(*conn).Read", 400)]
    [InlineData("select", "runtime/trace.WithRegion", 400)]
    [InlineData("select", "net/http.(*Client).do", 20)]
    public void Idle_connections_and_short_calls_are_no_finding(string reason, string function, long eachMs)
    {
        GoroutineRecords records = new(NetworkWaitRule.Rule);
        StackId place = records.Stack("runtime.gopark", function, "shop.serve");
        records.AddWaits(1, reason, place, StackId.None, eachMs, 24);
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void A_leak_of_senders_explains_their_backlog()
    {
        GoroutineRecords records = new(ChannelBacklogRule.Rule, ExecutionLeakRule.Rule);
        StackId place = records.Stack("runtime.chansend1", "shop.answer");
        for (int goroutine = 1; goroutine <= 90; goroutine++)
        {
            records.Add(
                goroutine, ThreadActivity.Waiting, goroutine * 100, 10_000, place, "chan send", isOpen: true);
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("goroutine-leak", finding.Rule);
        Assert.Equal("channel-backlog", Assert.Single(finding.Effects).Rule);
    }
}
