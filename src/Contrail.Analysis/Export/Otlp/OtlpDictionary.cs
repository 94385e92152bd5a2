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
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    private readonly FrameNumbers _frames = new();
    private readonly Numbers<(StackTable Table, StackId Stack)> _stackNumbers = new();
    private readonly List<int[]> _stacks = [];
    private readonly Numbers<(string Key, string Text, long Number)> _attributes = new();
    private readonly Numbers<(string TraceId, string SpanId)> _links = new();
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
            if (!stacks.Context.HasGoroutines)
            {
                yield return AttributeOf("thread.id", "", key.ExecutionId);
            }

            if (ThreadNameOf(stacks.Context, key.ExecutionId) is { } name)
            {
                yield return AttributeOf("thread.name", name);
            }
        }

        if (key.Labels.Type.Length > 0)
        {
            bool isException = stacks.Kind == StackKind.Exceptions;
            yield return AttributeOf(isException ? "exception.type" : "allocation.type", key.Labels.Type);
        }

        // The pattern of paths is not always the template that OpenTelemetry calls the route.
        if ($"{key.Labels.Request?.Identity}" is { Length: > 0 } route)
        {
            yield return AttributeOf("contrail.route", route);
        }
    }

    /// <summary>The number of the request's span; 0 if it is unknown.</summary>
    public int LinkOf(StackKey key) =>
        key.Labels.Request is { Identity: var request }
        && IsId(request.TraceId, TraceIdBytes) && IsId(request.SpanId, SpanIdBytes)
            ? _links.Of((request.TraceId, request.SpanId)) + 1
            : 0;

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
        WriteLinks(writer);
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
        foreach ((string key, string text, long number) in _attributes.All)
        {
            int row = writer.Begin(6);
            writer.Number(1, Texts.Of(key));
            int any = writer.Begin(2);
            if (text.Length > 0)
            {
                writer.Text(1, text);
            }
            else
            {
                writer.Number(3, number);
            }

            writer.End(any);
            writer.End(row);
        }
    }

    private void WriteLinks(ProtoWriter writer)
    {
        WriteEmpty(writer, 4);
        foreach ((string traceId, string spanId) in _links.All)
        {
            int link = writer.Begin(4);
            writer.Bytes(1, Convert.FromHexString(traceId));
            writer.Bytes(2, Convert.FromHexString(spanId));
            writer.End(link);
        }
    }

    // A goroutine is no thread, whose id would be a number.
    private static string? ThreadNameOf(TraceContext context, long id) =>
        context.HasGoroutines ? StackNames.OfThread(context, id) : context.Threads.TextOf(id);

    // An id is text in a trace, and may be any.
    private static bool IsId(string text, int bytes) => text.Length == 2 * bytes && text.All(char.IsAsciiHexDigit);

    private int AttributeOf(string key, string text, long number = 0) => _attributes.Of((key, text, number)) + 1;

    private static void WriteEmpty(ProtoWriter writer, int field) => writer.End(writer.Begin(field));
}
