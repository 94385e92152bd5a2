using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>The tests and fuzz seeds of Go's own reader: the same outcomes, and the same first faults.</summary>
public sealed class UpstreamTraceTests
{
    [Theory]
    [InlineData("annotations", 2683, 88, 2)]
    [InlineData("annotations-stress", 8090, 572, 2)]
    [InlineData("gc-stress", 21936, 3832, 2)]
    [InlineData("confuse-seq-across-generations", 206, 12, 3)]
    [InlineData("task-across-generations", 162, 6, 3)]
    [InlineData("create-syscall-reuse-thread-id", 125, 12, 2)]
    [InlineData("go-create-without-running-g", 98, 4, 2)]
    [InlineData("syscall-steal-proc-ambiguous", 110, 9, 2)]
    [InlineData("syscall-steal-proc-gen-boundary", 104, 7, 2)]
    [InlineData("syscall-steal-proc-gen-boundary-bare-m", 95, 5, 2)]
    [InlineData("syscall-steal-proc-gen-boundary-reacquire-new-proc", 108, 8, 2)]
    [InlineData("syscall-steal-proc-gen-boundary-reacquire-new-proc-bare-m", 99, 6, 2)]
    [InlineData("syscall-steal-proc-reacquire-new-proc", 112, 9, 2)]
    [InlineData("syscall-steal-proc-reacquire-new-proc-bare-m", 103, 7, 2)]
    [InlineData("syscall-steal-proc-self", 94, 6, 2)]
    [InlineData("syscall-steal-proc-simple", 104, 7, 2)]
    [InlineData("syscall-steal-proc-simple-bare-m", 95, 5, 2)]
    [InlineData("syscall-steal-proc-sitting-in-syscall", 98, 3, 2)]
    public void A_test_of_version_22_is_read_completely(string name, int bytes, int events, int syncs) =>
        AssertWhole($"go122-{name}", bytes, events, syncs);

    [Theory]
    [InlineData("go123-sync", 184, 2, 4)]
    [InlineData("go125-sync", 216, 2, 4)]
    public void A_test_of_a_later_version_is_read_completely(string name, int bytes, int events, int syncs) =>
        AssertWhole(name, bytes, events, syncs);

    [Theory]
    [InlineData("go123-sync", "10 40 60 63")]
    [InlineData("go125-sync", "9 38 58 83")]
    public void Generations_begin_at_the_time_of_their_own_clocks(string name, string times)
    {
        GoReading reading = GoReading.Of(AssembledTraces.Upstream(name));
        Assert.Equal(times, string.Join(' ', reading.Lines
            .Where(line => line.Contains(" Sync ", StringComparison.Ordinal))
            .Select(line => line.Split("Time=")[1].Split(' ')[0])));
    }

    [Theory]
    [InlineData("fail-first-gen-first", 0)]
    [InlineData("create-syscall-with-p", 9)]
    public void A_broken_one_fails_with_its_first_fault(string name, int eventCount)
    {
        GoReading reading = GoReading.Of(AssembledTraces.Upstream($"go122-{name}"));
        Assert.Equal((false, 1, eventCount), (reading.IsWhole, reading.SyncCount, reading.EventCount));
        Assert.Equal("expected a proc but didn't have one", reading.Fault);
    }

    [Theory]
    [InlineData("0cb1786dee0f090b", "expected frequency or clock snapshot event, got 48")]
    [InlineData("1e45307d5b2ec36d", "expected frequency or clock snapshot event, got 48")]
    [InlineData("2b05796f9b2fc48d", "expected frequency or clock snapshot event, got 48")]
    [InlineData("2b9be9aebe08d511", "expected frequency or clock snapshot event, got 48")]
    [InlineData("344331b314da0b08", "expected frequency or clock snapshot event, got 48")]
    [InlineData("365d7b5b633b3f97", "expected frequency or clock snapshot event, got 48")]
    [InlineData("4055b17cae1a3443", "before Go 1.22")]
    [InlineData("4d9ddc909984e871", "expected frequency or clock snapshot event, got 48")]
    [InlineData("56f073e57903588c", "expected frequency or clock snapshot event, got 48")]
    [InlineData("9d6ee7d3ddf8d566", "expected frequency or clock snapshot event, got 48")]
    [InlineData("aeb749b6bc317b66", "expected frequency or clock snapshot event, got 48")]
    [InlineData("d478e18d2d6756b7", "expected frequency or clock snapshot event, got 48")]
    [InlineData("d91203cd397aa0bc", "expected frequency or clock snapshot event, got 48")]
    [InlineData("malformed-timestamp", "found invalid uvarint for timestamp")]
    [InlineData("invalid-proc-state", "invalid status for proc 0: 69")]
    public void A_fuzz_seed_fails_as_with_Gos_reader(string name, string fault)
    {
        GoReading reading = GoReading.Of(AssembledTraces.Seed(name));
        Assert.Contains(fault, reading.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("closing-unknown-region", 5)]
    [InlineData("large-id", 2)]
    public void A_fuzz_seed_that_is_a_trace_is_read(string name, int lineCount)
    {
        GoReading reading = GoReading.Of(AssembledTraces.Seed(name));
        Assert.Equal(("", lineCount), (reading.Fault, reading.Lines.Length));
    }

    private static void AssertWhole(string name, int bytes, int events, int syncs)
    {
        byte[] trace = AssembledTraces.Upstream(name);
        GoReading reading = GoReading.Of(trace);
        Assert.Equal(("", ""), (reading.Fault, reading.Contradiction));
        Assert.Equal((bytes, events, syncs), (trace.Length, reading.EventCount, reading.SyncCount));
    }
}
