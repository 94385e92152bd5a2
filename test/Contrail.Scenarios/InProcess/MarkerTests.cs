using System.Text.RegularExpressions;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.InProcess;

/// <summary>
/// Events that a process wrote just before it requested a snapshot of itself are in the file, each time.
/// </summary>
public sealed partial class MarkerTests(ITestOutputHelper output)
{
    private static readonly string[] Conditions = ["quiet", "gc", "starved", "exceptions"];
    private static readonly int RoundsEach = Samples.Of(usual: 25, large: 250);

    [Fact]
    public async Task Events_written_just_before_are_in_the_file_every_time()
    {
        // They mostly wait, each for its own flush: so all of them at once.
        (int Own, int Other)[] found = await Task.WhenAll(Conditions.Select(CountAsync));
        int all = Conditions.Length * RoundsEach;
        int other = found.Sum(one => one.Other);
        Measured.Report(output, $"own process: {found.Sum(one => one.Own)} of {all} events just before, {other} of "
            + $"{all} of another thread");
        Assert.Equal(all, found.Sum(one => one.Own));

        // Another thread's event is promised only where the runtime is not held up in the middle of a flush.
        Assert.InRange(other, all - (all / 100), all);
    }

    private static async Task<(int Own, int Other)> CountAsync(string condition)
    {
        using TraceFile file = new();
        await using InProcessProgram program = InProcessProgram.Start(
            $"markers --condition {condition} --rounds {RoundsEach} --file {file.FullName}");
        string line = await program.FinishAsync(TimeSpan.FromMinutes(10));
        Match counts = Line().Match(line);
        Assert.True(counts.Success, line);
        Assert.EndsWith("state Recording", line, StringComparison.Ordinal);

        // Others open it too, and find the event that is the last of all.
        TraceEventReading reading = TraceEventReading.Read(file.FullName);
        Assert.Equal(0, reading.EventsLost);
        Assert.Contains(reading.CountByProvider, provider => provider.Key == "Contrail-InProcess");
        return (int.Parse(counts.Groups["requester"].Value), int.Parse(counts.Groups["other"].Value));
    }

    [GeneratedRegex("^requesting thread (?<requester>\\d+) other thread (?<other>\\d+) of")]
    private static partial Regex Line();
}
