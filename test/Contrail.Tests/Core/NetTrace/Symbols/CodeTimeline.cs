using System.Text;
using System.Text.RegularExpressions;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Symbols;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Symbols;

/// <summary>
/// Events about code, drawn: "+A:100/20@5" is the load of A's 20 bytes at address 100, at tick 5; "-A:100/20@9" its
/// unload; "=A:100/20@7" a rundown event for it; "?A:100@5" its entry point; "x2@8" the unload of module 2; "m2@1" its
/// load. A method is a letter, followed by the number of its module: "A2"; the default module is 0.
/// </summary>
internal static partial class CodeTimeline
{
    public static SymbolTable TableOf(string drawn, bool entryPointsTrusted = false)
    {
        SymbolTable table = new(SymbolTable.MinCapacityBytes) { EntryPointsTrusted = entryPointsTrusted };
        AddTo(table, drawn);
        return table;
    }

    public static void AddTo(SymbolTable table, string drawn)
    {
        foreach (string fact in drawn.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Add(table, Fact().Match(fact));
        }
    }

    public static byte[] MethodPayload(char method, int module, ulong start, uint sizeBytes) =>
        [.. BitConverter.GetBytes((ulong)method), .. BitConverter.GetBytes((ulong)module),
            .. BitConverter.GetBytes(start), .. BitConverter.GetBytes(sizeBytes), .. new byte[8],
            .. Text("N"), .. Text($"{method}"), .. Text("void ()"), 0, 0];

    public static byte[] EntryPayload(char method, ulong start) =>
        [.. BitConverter.GetBytes((ulong)method), .. Text("N"), .. Text($"{method}"), .. Text("void ()"),
            .. BitConverter.GetBytes(start), 0, 0];

    public static byte[] ModulePayload(int module) =>
        [.. BitConverter.GetBytes((ulong)module), .. BitConverter.GetBytes((ulong)module + 1000), .. new byte[8],
            .. Text($"/m{module}.dll"), .. Text(""), 0, 0];

    public static byte[] Text(string text) => Encoding.Unicode.GetBytes(text + '\0');

    /// <summary>"+A@5" for a live load, "-A@9" for an unload, "=A@20" for a rundown event, "m2@1", "x2@8".</summary>
    public static string Draw(IEnumerable<SelectedSymbol> symbols) => string.Join(' ', symbols.Select(Draw));

    private static string Draw(SelectedSymbol symbol)
    {
        bool isMethod = symbol.EventId is RuntimeEventId.MethodLoadVerbose or RuntimeEventId.MethodUnloadVerbose;
        if (!isMethod)
        {
            string sign = symbol.EventId == RuntimeEventId.ModuleUnload ? "x" : "m";
            string rundown = symbol.Origin == SymbolOrigin.Rundown ? "=" : "";
            return $"{rundown}{sign}{symbol.Payload.Span[0]}@{symbol.At.Value}";
        }

        bool isUnload = symbol.EventId == RuntimeEventId.MethodUnloadVerbose;
        char mark = symbol.Origin == SymbolOrigin.Rundown ? '=' : isUnload ? '-' : '+';
        return $"{mark}{(char)symbol.Payload.Span[0]}@{symbol.At.Value}";
    }

    private static void Add(SymbolTable table, Match fact)
    {
        Assert.True(fact.Success, fact.Value);
        char mark = fact.Groups["mark"].Value[0];
        char method = fact.Groups["method"].Value.FirstOrDefault();
        int module = Number(fact.Groups["module"]);
        ulong start = (ulong)Number(fact.Groups["start"]);
        uint sizeBytes = (uint)Number(fact.Groups["size"]);
        TraceTicks at = new(Number(fact.Groups["at"]));
        (SymbolOrigin origin, int eventId, int version, byte[] payload) = mark switch
        {
            '+' => (SymbolOrigin.Live, 143, 1, MethodPayload(method, module, start, sizeBytes)),
            '-' => (SymbolOrigin.Live, 144, 1, MethodPayload(method, module, start, sizeBytes)),
            '=' => (SymbolOrigin.Rundown, 144, 1, MethodPayload(method, module, start, sizeBytes)),
            '?' => (SymbolOrigin.Live, 159, 0, EntryPayload(method, start)),
            'm' => (SymbolOrigin.Live, 152, 1, ModulePayload(module)),
            _ => (SymbolOrigin.Live, 153, 1, ModulePayload(module)),
        };
        table.Add(new SymbolEvent(origin, eventId, version, at, payload));
    }

    private static int Number(Group digits) => digits.Success && digits.Length > 0 ? int.Parse(digits.ValueSpan) : 0;

    [GeneratedRegex(@"^(?<mark>[-+=?xm])(?<method>[A-Z]?)(?<module>\d*)(:(?<start>\d+)(/(?<size>\d+))?)?@(?<at>\d+)$")]
    private static partial Regex Fact();
}
