using System.Diagnostics;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Recording;

/// <summary>
/// The traces that Go tests its reader with, as far as a recorder looks: batches and generations, not what the events
/// mean.
/// </summary>
public sealed class UpstreamTraceTests
{
    // What is wrong in these is wrong in the events, which is the reader's to find.
    private static readonly Dictionary<string, int> GenerationCounts = new()
    {
        ["go122-confuse-seq-across-generations.test"] = 2,
        ["go122-task-across-generations.test"] = 2,
        ["go122-fail-first-gen-first.test"] = 1,
        ["go123-sync.test"] = 3,
        ["go125-sync.test"] = 3,
    };

    // Seeds that contain a complete generation; of the others nothing is kept. A reader rejects two of these because of
    // an event.
    private static readonly string[] SoundSeeds =
        ["closing-unknown-region", "large-id", "invalid-proc-state", "malformed-timestamp"];

    public static TheoryData<string> Tests { get; } = SharedGoTraces.Names("upstream", "*.test");

    public static TheoryData<string> Seeds { get; } = SharedGoTraces.Names(Path.Combine("upstream", "fuzz"), "*");

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_test_trace_has_the_generations_that_Go_finds(string name)
    {
        string path = Path.Combine(SharedGoTraces.Require("upstream"), name);
        byte[] stream = GoTraceText.ToBinary(File.ReadAllText(path));
        using GoRecorded recorded = GoRecorded.Of(stream);
        GoRecorded.Taken taken = recorded.Take()!;
        Assert.Equal(GenerationCounts.GetValueOrDefault(name, 1), taken.Manifest.Generations);
        bool isWhole = name != "go122-fail-first-gen-first.test";
        Assert.Equal(isWhole ? SourceState.Ended : SourceState.Torn, recorded.Trace.Counts().Status);
        Assert.Equal(isWhole ? stream : stream[..taken.Trace.Length], taken.Trace);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_fuzz_seed_is_accepted_or_rejected_in_little_time_and_memory(string name)
    {
        string path = Path.Combine(SharedGoTraces.Require(Path.Combine("upstream", "fuzz")), name);
        byte[] stream = GoTraceText.Corpus(File.ReadAllText(path));
        long started = Stopwatch.GetTimestamp();
        using GoRecorded recorded = GoRecorded.Of(stream);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
        Assert.True(recorded.Trace.Counts().HeldBytes < 2 << 20);
        Assert.Equal(SoundSeeds.Contains(name), recorded.Take() is not null);
    }
}
