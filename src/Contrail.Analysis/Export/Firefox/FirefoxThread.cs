using Contrail.Analysis.Export.Stacks;

namespace Contrail.Analysis.Export.Firefox;

/// <summary>A thread of a profile, or the row of the process. Times are milliseconds of the profile.</summary>
/// <param name="name">Its name.</param>
/// <param name="executionId">The thread; null for the process.</param>
internal sealed class FirefoxThread(string name, long? executionId)
{
    /// <summary>What happened on it.</summary>
    public List<FirefoxMarker> Markers { get; } = [];

    /// <summary>Its samples.</summary>
    public List<FirefoxSample> Samples { get; private set; } = [];

    /// <summary>Its sampled allocations; the weights are bytes.</summary>
    public List<FirefoxSample> Allocations { get; } = [];

    /// <summary>The unit of the weights of the samples.</summary>
    public StackUnit SampleUnit { get; private set; } = StackUnit.Count;

    /// <summary>Adds a sample. Once one has a time, those without one have no weight.</summary>
    public void Add(in FirefoxSample sample, StackUnit unit)
    {
        bool isTime = unit == StackUnit.Nanoseconds;
        if (isTime && SampleUnit != StackUnit.Nanoseconds)
        {
            SampleUnit = StackUnit.Nanoseconds;
            Samples = [.. Samples.Select(one => one with { Weight = 0 })];
        }

        Samples.Add(isTime || SampleUnit != StackUnit.Nanoseconds ? sample : sample with { Weight = 0 });
    }

    /// <summary>Writes it.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="pid">The process id.</param>
    /// <param name="process">The name of the process.</param>
    /// <param name="texts">The texts of the profile.</param>
    public void Write(FirefoxJson json, string pid, string process, Numbers<string> texts) => json.Object(null, () =>
    {
        json.Text("name", name);
        json.Flag("isMainThread", executionId is null);
        json.Nulls("pausedRanges", 0);
        json.Text("pid", pid);
        json.Text("processName", process);
        json.Writer.WriteNull("processShutdownTime");
        json.Number("processStartupTime", 0);
        json.Text("processType", "default");
        json.Number("registerTime", 0);
        json.Text("tid", executionId is { } id ? FormattableString.Invariant($"{unchecked((ulong)id)}") : $"{pid}.0");
        json.Writer.WriteNull("unregisterTime");
        json.Flag("showMarkersInTimeline", true);
        json.Object("samples", () => WriteSamples(json));
        if (Allocations.Count > 0)
        {
            json.Object("nativeAllocations", () => WriteAllocations(json));
        }

        json.Object("markers", () => WriteMarkers(json, texts));
    });

    private void WriteSamples(FirefoxJson json)
    {
        Samples.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        json.Number("length", Samples.Count);
        json.Text("weightType", SampleUnit == StackUnit.Nanoseconds ? "tracing-ms" : "samples");
        WriteStacks(json, Samples);
        json.Numbers("timeDeltas", Deltas(Samples));
        double divisor = SampleUnit == StackUnit.Nanoseconds ? 1e6 : 1;
        json.Numbers("weight", Samples.Select(sample => sample.Weight / divisor));
        if (SampleUnit == StackUnit.Nanoseconds)
        {
            json.Numbers("threadCPUDelta", Samples.Select(sample => Math.Round(sample.Weight / 1e3)));
        }
    }

    private void WriteAllocations(FirefoxJson json)
    {
        Allocations.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        json.Numbers("time", Allocations.Select(one => one.Time));
        json.Numbers("weight", Allocations.Select(one => one.Weight));
        json.Text("weightType", "bytes");
        WriteStacks(json, Allocations);
        json.Number("length", Allocations.Count);
    }

    private static void WriteStacks(FirefoxJson json, List<FirefoxSample> samples) =>
        json.Array("stack", samples, static (writer, sample) =>
        {
            if (sample.Stack < 0)
            {
                writer.WriteNullValue();
            }
            else
            {
                writer.WriteNumberValue(sample.Stack);
            }
        });

    private static IEnumerable<double> Deltas(List<FirefoxSample> samples)
    {
        double before = 0;
        foreach (FirefoxSample sample in samples)
        {
            yield return sample.Time - before;
            before = sample.Time;
        }
    }

    private void WriteMarkers(FirefoxJson json, Numbers<string> texts)
    {
        Markers.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        json.Number("length", Markers.Count);
        json.Numbers("category", Enumerable.Repeat(0, Markers.Count));
        json.Array("data", Markers, (_, marker) => json.Object(null, () => marker.WriteData(json, texts)));
        json.Numbers("endTime", Markers.Select(marker => marker.End ?? 0));
        json.Numbers("name", Markers.Select(marker => marker.Row));
        json.Numbers("phase", Markers.Select(marker => marker.End is null ? 0 : 1));
        json.Numbers("startTime", Markers.Select(marker => marker.Start));
    }
}
