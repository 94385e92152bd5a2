using Contrail.Analysis.Model;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Makes the frames of methods: each method is named once. Not safe for concurrent use.</summary>
internal sealed class MethodFrames
{
    /// <summary>More than the methods that a process has on its stacks.</summary>
    private const int MaxHeld = 200_000;

    private static readonly ModuleFile UnknownFile = new("", Guid.Empty);

    private readonly Dictionary<CodeMethod, StackFrame> _frames = [];
    private readonly Dictionary<LoaderFact, NamedModule> _modules = new(ReferenceEqualityComparer.Instance);

    /// <summary>The frame of a method.</summary>
    public StackFrame FrameOf(CodeMethod method)
    {
        if (!_frames.TryGetValue(method, out StackFrame frame))
        {
            if (_frames.Count >= MaxHeld)
            {
                _frames.Clear();
            }

            _frames.Add(method, frame = Make(method));
        }

        return frame;
    }

    private StackFrame Make(CodeMethod method)
    {
        NamedModule module = ModuleOf(method);
        MethodName name = MethodNames.Readable(method);
        string text = FileText.ShortenName(name.Text);
        bool isWhole = text.Length == name.Text.Length;
        return StackFrame.Named(text) with
        {
            Module = module.Name,
            Origin = method.Type == MethodNames.DynamicClass ? FrameOrigin.Unknown
                : module.Name.Length > 0 ? module.Origin
                : CodeOrigins.OfType(method.Type),
            Parameters = FileText.Shorten(name.Parameters),
            QualifierChars = isWhole ? name.NamespaceChars : 0,
            IsAsync = name.IsAsync,
            Method = method.Token == 0 ? null : new ModuleMethod(module.File, method.Token),
        };
    }

    private NamedModule ModuleOf(CodeMethod method)
    {
        if (method.Module is not { } fact)
        {
            return new NamedModule("", UnknownFile, FrameOrigin.Unknown);
        }

        if (!_modules.TryGetValue(fact, out NamedModule module))
        {
            CodeModule? read = CodeModule.Read(fact);
            string name = CodeOrigins.ModuleName(read?.Path ?? "");
            module = new NamedModule(
                FileText.ShortenName(name),
                read is null ? UnknownFile : new ModuleFile(read.Path, read.PdbId),
                CodeOrigins.OfModule(name, read?.Path ?? ""));
            _modules.Add(fact, module);
        }

        return module;
    }

    private readonly record struct NamedModule(string Name, ModuleFile File, FrameOrigin Origin);
}
