using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Symbols;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Makes the frames of methods: each method is named once. Not safe for concurrent use.</summary>
internal sealed class MethodFrames
{
    /// <summary>More than the methods that a process has on its stacks.</summary>
    private const int MaxHeld = 200_000;

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
        return StackFrame.Named(FileText.ShortenName(method.FullName)) with
        {
            Module = module.Name,
            Origin = CodeOrigins.Of(method, module.Name, module.Path),
        };
    }

    private NamedModule ModuleOf(CodeMethod method)
    {
        if (method.Module is not { } fact)
        {
            return default;
        }

        if (!_modules.TryGetValue(fact, out NamedModule module))
        {
            string path = CodeModule.Read(fact)?.Path ?? "";
            module = new NamedModule(FileText.ShortenName(CodeOrigins.ModuleName(path)), path);
            _modules.Add(fact, module);
        }

        return module;
    }

    private readonly record struct NamedModule(string? UntrustedName, string? UntrustedPath)
    {
        public string Name => UntrustedName ?? "";

        public string Path => UntrustedPath ?? "";
    }
}
