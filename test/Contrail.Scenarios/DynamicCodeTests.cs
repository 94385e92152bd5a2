using System.Diagnostics.Tracing;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>
/// Code that is loaded and unloaded at addresses reused within milliseconds: each frame has the name of the code at its
/// time.
/// </summary>
[Collection(Alone.Name)]
public sealed class DynamicCodeTests(ITestOutputHelper output)
{
    private const int MinMarks = 100;
    private const string Modes = "dynamic --rate 150";

    private static readonly TimeSpan Earlier = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Recorded = TimeSpan.FromSeconds(5);

    private static readonly string[] Kinds = ["AssemblyBuilder", "DynamicMethod", "Expression", "LoadContext"];

    /// <summary>With a window that contains code from before it, and with one that begins at the attach.</summary>
    [Theory]
    [InlineData("net10.0", 4)]
    [InlineData("net11.0", 4)]
    [InlineData("net11.0", 60)]
    public async Task Every_frame_has_the_name_it_had_then(string framework, int periodSeconds)
    {
        await using TargetProcess target = await TargetProcess.StartAsync(framework, Modes);
        await Task.Delay(Earlier, TestContext.Current.CancellationToken);
        EventPipeOptions options = new()
        {
            Profile = Profile.Default.With(
                [new EventPipeProvider("Contrail-Target-Dynamic", ulong.MaxValue, EventLevel.Verbose)]),
            Governor = null,
        };
        using OwnRecording recording = new(target.Id, options, TimeSpan.FromSeconds(periodSeconds));
        recording.Start();
        await Task.Delay(Recorded, TestContext.Current.CancellationToken);
        SavedSnapshot saved = await recording.SnapshotAsync();
        TraceLogReading reading = TraceLogReading.Read(saved.Location);
        Assert.Equal(Kinds, reading.DynamicMarks.Keys.Order());
        Measured.Report(output, $"{framework}, period {periodSeconds} s, named as they were: " + string.Join(
            ", ", reading.DynamicMarks.Select(kind =>
                $"{kind.Key} {kind.Value.Right} of {kind.Value.All} at {kind.Value.Addresses} addresses")));
        foreach (Marks marks in reading.DynamicMarks.Values)
        {
            Assert.True(marks.All >= MinMarks, $"Only {marks.All} marks.");
            Assert.True(marks.Right == marks.All, marks.LastWrong);
        }

        // The other two kinds are in assemblies, whose memory the runtime frees and does not reuse soon.
        string[] reused = ["DynamicMethod", "Expression"];
        Assert.All(reused, kind => Assert.True(
            reading.DynamicMarks[kind].Addresses < MinMarks / 2, "No address was used again, so nothing was tried."));
    }
}
