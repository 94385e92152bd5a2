using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Perfetto;

/// <summary>The tables of a sequence of packets to which events with stacks refer. Not safe for concurrent use.
/// </summary>
/// <param name="writer">Receives the tables, as fields of a packet.</param>
/// <param name="context">The stacks.</param>
internal sealed class PerfettoStacks(ProtoWriter writer, TraceContext context)
{
    private const int Tables = 12;

    /// <summary>More than any stack has.</summary>
    private const ulong NoStack = 1UL << 32;

    private readonly HashSet<StackId> _written = [];
    private readonly FrameNumbers _frames = new();
    private readonly Numbers<(int Table, string Text)> _texts = new();
    private readonly Numbers<string> _modules = new();
    private readonly List<int> _stack = [];
    private int _writtenFrames;

    /// <summary>The id of a stack in the tables.</summary>
    public static ulong IdOf(StackId stack) => stack.IsNone ? NoStack : (ulong)stack.Value;

    /// <summary>Whether the tables have a stack.</summary>
    public bool Has(StackId stack) => _written.Contains(stack);

    /// <summary>Writes a stack, and those of its frames that the tables do not have.</summary>
    public void Write(StackId stack)
    {
        _written.Add(stack);
        _frames.Of(context.Stacks, stack, _stack);
        int tables = writer.Begin(Tables);
        for (; _writtenFrames < _frames.All.Count; _writtenFrames++)
        {
            WriteFrame(_frames.All[_writtenFrames], _writtenFrames + 1);
        }

        int body = writer.Begin(7);
        writer.Number(1, IdOf(stack));
        for (int index = _stack.Count - 1; index >= 0; index--)
        {
            writer.Number(2, _stack[index] + 1);
        }

        writer.End(body);
        writer.End(tables);
    }

    private void WriteFrame(in ExportFrame frame, int id)
    {
        int module = ModuleOf(frame.Module);
        int name = TextOf(frame.Name, 5);
        int file = frame.File.Length == 0 ? 0 : TextOf(frame.File, 18);
        int body = writer.Begin(6);
        writer.Number(1, id);
        writer.Number(2, name);
        writer.Number(3, module);
        if (file != 0)
        {
            writer.Number(5, file);
            writer.Number(6, frame.Line);
        }

        writer.End(body);
    }

    // A frame without a mapping is none for Perfetto.
    private int ModuleOf(string name)
    {
        int id = _modules.Of(name, out bool isNew) + 1;
        if (isNew)
        {
            int path = TextOf(name.Length == 0 ? "[unknown module]" : name, 17);
            int body = writer.Begin(19);
            writer.Number(1, id);
            writer.Number(7, path);
            writer.End(body);
        }

        return id;
    }

    // The tables of names, of paths and of files have ids of their own, which may be the same.
    private int TextOf(string text, int table)
    {
        int id = _texts.Of((table, text), out bool isNew) + 1;
        if (isNew)
        {
            int body = writer.Begin(table);
            writer.Number(1, id);
            writer.Text(2, text);
            writer.End(body);
        }

        return id;
    }
}
