using System.Globalization;
using System.Text.Json;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>Writes the flame graphs of a page, and the frames to which everything refers.</summary>
internal static class PageFlames
{
    /// <summary>Writes the property with the flame graphs.</summary>
    public static void Write(Utf8JsonWriter writer, FlameSink flames, StackTable stacks, FrameTable frames) =>
        writer.WriteArray("flames", flames.All, (to, one) =>
        {
            to.WriteStartObject();
            to.WriteString("kind", PageJson.NameOf(one.Kind));
            to.WriteString("unit", flames.UnitOf(one.Kind));
            Write(to, one.Stacks, FlameTree.Of(one.Stacks, stacks, frames));
            to.WriteEndObject();
        });

    /// <summary>Writes the properties with the frames and stacks, after everything that refers to them.</summary>
    public static void Write(Utf8JsonWriter writer, FrameTable frames, TextTable names)
    {
        writer.WriteStartObject("frames");
        writer.WriteIntegers("names", frames.Frames.Select(frame => (long)frame.Name));
        writer.WriteIntegers("qualifiers", frames.Frames.Select(frame => (long)frame.QualifierChars));
        writer.WriteIntegers("modules", frames.Frames.Select(frame => (long)frame.Module));
        writer.WriteIntegers("origins", frames.Frames.Select(frame => (long)frame.Origin));
        writer.WriteEndObject();
        writer.WriteArray("stacks", frames.Stacks, static (to, stack) =>
        {
            to.WriteStartArray();
            foreach (int frame in stack)
            {
                to.WriteNumberValue(frame);
            }

            to.WriteEndArray();
        });
        writer.WriteNumber("omittedStacks", frames.OmittedCount);
        writer.WriteArray("names", names.All, static (to, name) => to.WriteStringValue(name));
    }

    private static void Write(Utf8JsonWriter writer, FlameStacks stacks, FlameTree tree)
    {
        writer.WriteNumber("count", stacks.Count);
        WriteWeight(writer, "total", stacks.Total);
        WriteWeight(writer, "unplaced", stacks.Unplaced);
        WriteWeight(writer, "dropped", stacks.Dropped);
        writer.WriteNumber("omittedNodes", tree.OmittedCount);
        writer.WriteNumber("step", stacks.StepNanoseconds);
        writer.WriteBoolean("hasThreads", stacks.HasThreads);

        // A parent precedes its children, mostly directly.
        writer.WriteIntegers("parents", tree.Nodes.Select((node, index) => (long)index + 1 - node.Parent));
        writer.WriteIntegers("frames", tree.Nodes.Select(node => (long)node.Frame));
        long[] ids = [.. tree.Weights.Select(weight => weight.ExecutionId).Distinct().Order()];
        Dictionary<long, long> indexes = ids.Index().ToDictionary(one => one.Item, one => (long)one.Index);
        writer.WriteArray("threads", ids, static (to, id) => to.WriteStringValue(
            id == FlameStacks.Others ? "" : unchecked((ulong)id).ToString(CultureInfo.InvariantCulture)));
        writer.WriteDifferences("nodes", tree.Weights.Select(weight => (long)weight.Node));
        writer.WriteUnusual("weightThreads", 0, [.. tree.Weights.Select(weight => indexes[weight.ExecutionId])]);
        writer.WriteUnusual("steps", 0, [.. tree.Weights.Select(weight => (long)weight.Step)]);
        writer.WriteArray("weights", tree.Weights, static (to, weight) => to.WriteShortNumber(weight.Value));
    }

    private static void WriteWeight(Utf8JsonWriter writer, string name, double weight)
    {
        writer.WritePropertyName(name);
        writer.WriteShortNumber(weight);
    }
}
