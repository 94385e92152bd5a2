using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Makes the frames of code that <c>Universal.System</c> events describe.</summary>
internal static class UniversalFrames
{
    /// <summary>The file in memory in which the runtime makes code.</summary>
    private const string RuntimeMemory = "/memfd:doublemapper";

    /// <summary>The frame at an address; null if the file does not describe the code there.</summary>
    public static StackFrame? FrameAt(UniversalCode code, int processId, ulong address)
    {
        if (code.IsEmpty || !code.TryFind(processId, address, out string file, out string name))
        {
            return null;
        }

        // Code that the runtime made and no method describes: stubs that call or prepare methods.
        if (name.Length == 0 && file.StartsWith(RuntimeMemory, StringComparison.Ordinal))
        {
            return StackFrame.Named("runtime stub") with { Origin = FrameOrigin.Native };
        }

        string module = FileText.ShortenName(CodeOrigins.ModuleName(file));
        StackFrame frame = name.Length == 0 ? StackFrame.At(address) : StackFrame.Named(FileText.ShortenName(name));
        return Compiled(name) ?? frame with { Module = module, Origin = FrameOrigin.Native };
    }

    // Compiled code of .NET: "int32 [Module] Namespace.Type::Method(int32)[OptimizedTier1]".
    private static StackFrame? Compiled(string name)
    {
        int method = name.IndexOf("::", StringComparison.Ordinal);
        int moduleEnd = method < 0 ? -1 : name.LastIndexOf("] ", method, StringComparison.Ordinal);
        int moduleStart = moduleEnd < 0 ? -1 : name.LastIndexOf('[', moduleEnd);
        int tier = name.LastIndexOf('[');
        if (moduleStart < 1 || tier < method || !name.EndsWith(']'))
        {
            return null;
        }

        string module = name[(moduleStart + 1)..moduleEnd];
        string type = name[(moduleEnd + 2)..method];
        string call = name[(method + 2)..tier];
        int parameters = call.IndexOf('(', StringComparison.Ordinal);
        string text = type + "." + (parameters < 0 ? call : call[..parameters]);
        string shown = FileText.ShortenName(text);
        return StackFrame.Named(shown) with
        {
            Module = FileText.ShortenName(module),
            Origin = CodeOrigins.OfModule(module, ""),
            Parameters = parameters < 0 ? "" : FileText.Shorten(call[parameters..]),
            QualifierChars = shown.Length == text.Length ? type.LastIndexOf('.') + 1 : 0,
        };
    }
}
