using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The library's example in README.md, as it is printed there.</summary>
public sealed class ReadmeExample
{
    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public async Task The_readmes_example_writes_a_file_that_others_read(string framework)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("contrail-example-");
        try
        {
            await using TargetProcess target = await TargetProcess.StartAsync(framework, "work --rate 50");
            string path = await RecordAsync(target.Id, folder.FullName, TimeSpan.FromSeconds(3));
            TraceLogReading reading = TraceLogReading.Read(path);
            Assert.Equal(folder.FullName, Path.GetDirectoryName(path));
            Assert.True(reading.Frames > 0);
            Assert.Equal(0, reading.EventsLost);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RecordAsync(int pid, string folder, TimeSpan aWhile)
    {
        // The example in README.md:
        FlightRecorderOptions options = new()
        {
            Period = TimeSpan.FromSeconds(30),
            MaxBytes = 64 << 20,
            Sink = new DirectorySink(folder),
        };
        using FlightRecorder recorder = new(options, EventPipeSource.Attach(pid));
        recorder.Start();
        await Task.Delay(aWhile);
        SavedSnapshot saved = await recorder.SnapshotAsync("checkout was slow");
        Console.WriteLine($"{saved.Manifest.WindowSeconds:F1} s in {saved.Location}");
        // End of the example.
        return saved.Location;
    }
}
