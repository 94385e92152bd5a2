using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.Formats;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Adds the stacks of a Go trace to the model's table. Not safe for concurrent use.</summary>
/// <param name="table">The table.</param>
/// <param name="isNeeded">Whether records need stacks; if not, they have none.</param>
internal sealed class GoStacks(StackTable table, bool isNeeded)
{
    private readonly Dictionary<ulong, StackId> _ofGeneration = [];
    private readonly List<int> _frames = [];
    private DecodedGeneration? _generation;

    /// <summary>The stack of an event; none if it was not taken.</summary>
    public StackId Find(in GoEvent current)
    {
        if (!isNeeded)
        {
            return StackId.None;
        }

        if (!ReferenceEquals(_generation, current.Generation))
        {
            _generation = current.Generation;
            _ofGeneration.Clear();
        }

        if (!_ofGeneration.TryGetValue(current.StackId, out StackId stack))
        {
            stack = Add(current.Stack);
            _ofGeneration.Add(current.StackId, stack);
        }

        return stack;
    }

    private StackId Add(GoStackTrace stack)
    {
        _frames.Clear();
        for (int index = 0; index < stack.Depth; index++)
        {
            _frames.Add(table.AddFrame(FrameOf(stack, index)));
        }

        return table.Add([.. _frames]);
    }

    private static StackFrame FrameOf(GoStackTrace stack, int index)
    {
        GoFrame frame = stack.Frame(index);
        string function = FileText.ShortenName(stack.Function(index));
        string file = FileText.ShortenName(Encoding.UTF8.GetString(stack.FileBytes(index)));
        int line = (int)Math.Min(frame.Line, int.MaxValue);
        string package = GoPackages.PackageOf(function);
        return new StackFrame(function, file, line, function.Length > 0 ? 0 : frame.Address)
        {
            Module = package,
            Origin = GoPackages.OriginOf(package, file),
            QualifierChars = GoPackages.QualifierChars(function),
        };
    }
}
