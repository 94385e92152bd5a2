using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>The async operations of a file, as text and as records.</summary>
internal sealed class AsyncRecords : IModelSink
{
    private TraceContext? _context;

    public ModelNeeds Needs => ModelNeeds.AsyncOperations | ModelNeeds.Stacks;

    public List<AsyncOperation> Operations { get; } = [];

    public List<AsyncSpan> Spans { get; } = [];

    public List<AsyncDamage> Damage { get; } = [];

    public int UnpairedCount { get; private set; }

    /// <summary>Each operation in the order of its start: its form, outcome, awaiter and methods.</summary>
    public IEnumerable<string> Chains => Operations
        .OrderBy(one => one.Range.Start)
        .Select(one => $"{one.Id} {one.Form} {one.Outcome}"
            + (one.AwaiterId == 0 ? "" : $" awaited by {one.AwaiterId}") + $": {Text(one.Stack)}");

    /// <summary>The waits of an operation in the order of time: what it awaited, and its logical stack.</summary>
    public IEnumerable<string> Waits(ulong operation) => Spans
        .Where(span => span.OperationId == operation && span.Activity == ThreadActivity.Waiting)
        .OrderBy(span => span.Range.Start)
        .Select(span => (span.AwaitedId == 0 ? "" : $"{span.AwaitedId}: ") + Text(span.Stack));

    public static AsyncRecords Read(byte[] file)
    {
        AsyncRecords records = new();
        using MemoryStream stream = new(file);
        NetTraceModel.TryRead(stream, records, out _, out _, TestContext.Current.CancellationToken);
        return records;
    }

    public void OnBegin(TraceContext context) => _context = context;

    public void Add(in AsyncOperation operation) => Operations.Add(operation);

    public void Add(in AsyncSpan span) => Spans.Add(span);

    public void Add(in AsyncDamage damage) => Damage.Add(damage);

    public void OnUnpaired(ModelNeeds kind) => UnpairedCount++;

    /// <summary>The methods of a stack, innermost first; a state machine as the method that it is.</summary>
    public string Text(StackId stack)
    {
        StackTable stacks = _context!.Stacks;
        return string.Join(
            " < ",
            Enumerable.Range(0, stacks.Depth(stack)).Select(index => Short(stacks.Frame(stack, index))));
    }

    // "Contrail.AsyncTarget.MixedChain+<InnerAsync>d__2.MoveNext" is "MixedChain.InnerAsync", however names are shown.
    private static string Short(StackFrame frame)
    {
        string name = frame.IsNamed ? frame.Name : $"{frame.Address:x}";
        int state = name.IndexOf("+<", StringComparison.Ordinal);
        name = state < 0 ? name : name[..state] + "." + name[(state + 2)..name.IndexOf('>', state)];
        return name.Replace("Contrail.AsyncTarget.", "", StringComparison.Ordinal);
    }
}
