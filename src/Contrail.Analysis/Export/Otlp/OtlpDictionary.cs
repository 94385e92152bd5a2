using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Otlp;

/// <summary>
/// The tables to which the samples of OpenTelemetry refer. The first row of each is empty: 0 is no reference. Not safe
/// for concurrent use.
/// </summary>
internal sealed class OtlpDictionary
{
    private readonly FrameNumbers _frames = new();
    private readonly Numbers<(StackTable Table, StackId Stack)> _stackNumbers = new();
    private readonly List<int[]> _stacks = [];
    private readonly Numbers<(string Key, string Value)> _attributes = new();
    private readonly List<int> _frame = [];

    /// <summary>The texts.</summary>
    public Numbers<string> Texts { get; } = new("");

    /// <summary>The number of a stack.</summary>
    public int StackOf(CollectedStacks stacks, StackId stack)
    {
        int index = _stackNumbers.Of((stacks.Context.Stacks, stack), out bool isNew);
        if (isNew)
        {
            _frames.Of(stacks.Context.Stacks, stack, _frame);
            _stacks.Add([.. _frame]);
        }

        return index + 1;
    }

    /// <summary>The numbers of the attributes of a sample.</summary>
    public IEnumerable<int> AttributesOf(CollectedStacks stacks, StackKey key)
    {
        if (key.ExecutionId != 0)
        {
            yield return AttributeOf("thread.name", StackNames.OfThread(stacks.Context, key.ExecutionId));
        }

        if (key.Type.Length > 0)
        {
            bool isException = stacks.Kind == StackKind.Exceptions;
            yield return AttributeOf(isException ? "exception.type" : "allocation.type", key.Type);
        }
    }

    /// <summary>Writes all tables.</summary>
    public void Write(ProtoWriter writer)
    {
        Numbers<string> modules = new("");
        Numbers<(string Name, string File)> functions = new();
        WriteEmpty(writer, 2);
        foreach (ExportFrame frame in _frames.All)
        {
            int place = writer.Begin(2);
            writer.Number(1, modules.Of(frame.Module));
            int line = writer.Begin(3);
            writer.Number(1, functions.Of((frame.Name, frame.File)) + 1);
            writer.Number(2, frame.Line);
            writer.End(line);
            writer.End(place);
        }

        WriteCode(writer, modules, functions);
        WriteEmpty(writer, 4);
        WriteEmpty(writer, 7);
        foreach (int[] stack in _stacks)
        {
            int row = writer.Begin(7);
            int places = writer.Begin(1);
            Array.ForEach(stack, frame => writer.Item((ulong)frame + 1));
            writer.End(places);
            writer.End(row);
        }

        WriteAttributes(writer);
        foreach (string text in Texts.All)
        {
            writer.Text(5, text);
        }
    }

    private void WriteCode(
        ProtoWriter writer, Numbers<string> modules, Numbers<(string Name, string File)> functions)
    {
        WriteEmpty(writer, 1);
        foreach (string module in modules.All.Skip(1))
        {
            int row = writer.Begin(1);
            writer.Number(4, Texts.Of(module));
            writer.End(row);
        }

        WriteEmpty(writer, 3);
        foreach ((string name, string file) in functions.All)
        {
            int row = writer.Begin(3);
            writer.Number(1, Texts.Of(name));
            writer.Number(3, Texts.Of(file));
            writer.End(row);
        }
    }

    private void WriteAttributes(ProtoWriter writer)
    {
        WriteEmpty(writer, 6);
        foreach ((string key, string value) in _attributes.All)
        {
            int row = writer.Begin(6);
            writer.Number(1, Texts.Of(key));
            int any = writer.Begin(2);
            writer.Text(1, value);
            writer.End(any);
            writer.End(row);
        }
    }

    private int AttributeOf(string key, string value) => _attributes.Of((key, value)) + 1;

    private static void WriteEmpty(ProtoWriter writer, int field) => writer.End(writer.Begin(field));
}
