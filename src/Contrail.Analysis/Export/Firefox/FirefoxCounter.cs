using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Export.Timeline;

namespace Contrail.Analysis.Export.Firefox;

/// <summary>A chart of a profile.</summary>
/// <param name="counter">What it shows.</param>
internal sealed class FirefoxCounter(TimelineCounter counter)
{
    /// <summary>The values by milliseconds of the profile.</summary>
    public List<(double Time, double Value)> Values { get; } = [];

    /// <summary>Writes it.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="pid">The process id.</param>
    /// <param name="threadIndex">The thread under which it is shown.</param>
    /// <param name="order">Its place among the charts.</param>
    public void Write(FirefoxJson json, string pid, int threadIndex, int order) => json.Object(null, () =>
    {
        json.Text("category", "Contrail");
        json.Text("name", counter.Name);
        json.Text("description", counter.UnitText.Length == 0 ? counter.Name : $"{counter.Name}, {counter.UnitText}");
        json.Number("mainThreadIndex", threadIndex);
        json.Text("pid", pid);
        json.Object("samples", () => WriteValues(json));
        json.Object("display", () =>
        {
            json.Text("graphType", "line-accumulated");
            json.Text("unit", counter.Unit == StackUnit.Bytes ? "bytes" : "number");
            json.Text("color", "blue");
            json.Writer.WriteNull("markerSchemaLocation");
            json.Number("sortWeight", order);
            json.Text("label", counter.Name);
            json.Nulls("tooltipRows", 0);
        });
    });

    // A profile contains the differences of the values.
    private void WriteValues(FirefoxJson json)
    {
        Values.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        json.Number("length", Values.Count);
        json.Numbers("count", Values.Select(
            (one, index) => Saturated.Finite(index == 0 ? one.Value : one.Value - Values[index - 1].Value)));
        json.Numbers("number", Values.Select(static _ => 0));
        json.Numbers("timeDeltas", Values.Select(
            (one, index) => index == 0 ? one.Time : one.Time - Values[index - 1].Time));
    }
}
