using System.Text.RegularExpressions;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.InProcess;

/// <summary>
/// Events that a process wrote just before it requested a snapshot of itself are in the file, each time.
/// </summary>
public sealed partial class MarkerTests(ITestOutputHelper output)
{
    private const int RoundsEach = 125;

    [Fact]
    public async Task Events_written_just_before_are_in_the_file_a_thousand_times_of_a_thousand()
    {
        // They mostly wait, each for its own flush: so all of them at once.
        string[] conditions = ["quiet", "gc", "starved", "exceptions"];
        (int Asked, int Told)[] found = await Task.WhenAll(
            conditions.Concat(conditions).Select(CountAsync));
        Assert.Equal(1000, found.Sum(one => one.Asked));

        // Another thread's event is promised only where the runtime is not held up in the middle of a flush.
        int told = found.Sum(one => one.Told);
        Measured.Report(output, $"own process: 1000 of 1000 events just before, {told} of 1000 of another thread");
        Assert.InRange(told, 990, 1000);
    }

    private static async Task<(int Asked, int Told)> CountAsync(string condition)
    {
        using TraceFile file = new();
        await using InProcessProgram program = InProcessProgram.Start(
            $"markers --condition {condition} --rounds {RoundsEach} --file {file.FullName}");
        string line = await program.FinishAsync(TimeSpan.FromMinutes(3));
        Match counts = Line().Match(line);
        Assert.True(counts.Success, line);
        Assert.EndsWith("state Recording", line, StringComparison.Ordinal);

        // Others open it too, and find the event that is the last of all.
        TraceEventReading reading = TraceEventReading.Read(file.FullName);
        Assert.Equal(0, reading.EventsLost);
        Assert.Contains(reading.CountByProvider, provider => provider.Key == "Contrail-InProcess");
        return (int.Parse(counts.Groups["asked"].Value), int.Parse(counts.Groups["told"].Value));
    }

    [GeneratedRegex("^asked (?<asked>\\d+) told (?<told>\\d+) of")]
    private static partial Regex Line();
}
