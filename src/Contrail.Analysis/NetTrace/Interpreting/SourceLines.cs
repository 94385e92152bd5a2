using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Finds the lines of methods in portable symbols, next to the module or embedded in it, where the module of the trace
/// exists on this machine and the id of its symbols is that of the trace. Files are read only for frames that are
/// looked up, and within limits. Not safe for concurrent use.
/// </summary>
/// <param name="readFile">
/// Returns the content of a file with at most that many bytes; null otherwise. The path is untrusted: nothing but a
/// regular file may be opened.
/// </param>
internal sealed class SourceLines(Func<string, int, byte[]?> readFile) : ISourceLines, IDisposable
{
    /// <summary>Larger modules are not read, nor more symbols altogether.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>More than the modules of the methods that a view shows.</summary>
    public const int MaxModules = 200;

    private readonly Dictionary<ModuleFile, PortableSymbols?> _symbols = [];
    private readonly Dictionary<ModuleMethod, SourceLine?> _lines = [];
    private int _heldBytes;

    /// <inheritdoc/>
    public SourceLine? Find(in StackFrame frame)
    {
        if (frame.Line > 0)
        {
            return new SourceLine(frame.File, frame.Line, IsMethodStart: false);
        }

        if (frame.Method is not { } method)
        {
            return null;
        }

        if (!_lines.TryGetValue(method, out SourceLine? line))
        {
            line = SymbolsOf(method.Module)?.FirstLineOf(method.Token);
            _lines.Add(method, line);
        }

        return line;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PortableSymbols? symbols in _symbols.Values)
        {
            symbols?.Dispose();
        }

        _symbols.Clear();
    }

    private PortableSymbols? SymbolsOf(ModuleFile module)
    {
        if (_symbols.TryGetValue(module, out PortableSymbols? symbols) || _symbols.Count >= MaxModules)
        {
            return symbols;
        }

        symbols = module.SymbolsId != Guid.Empty && Path.IsPathRooted(module.Path) ? Read(module) : null;
        _symbols.Add(module, symbols);
        _heldBytes += symbols?.SizeBytes ?? 0;
        return symbols;
    }

    private PortableSymbols? Read(ModuleFile module)
    {
        int restBytes = MaxBytes - _heldBytes;
        string neighbor = Path.ChangeExtension(module.Path, ".pdb");
        PortableSymbols? symbols = readFile(neighbor, restBytes) is { } file
            ? PortableSymbols.Read(file, module.SymbolsId)
            : null;
        return symbols is null && readFile(module.Path, MaxBytes) is { } bytes
            ? PortableSymbols.ReadEmbedded(bytes, module.SymbolsId, restBytes)
            : symbols;
    }
}
