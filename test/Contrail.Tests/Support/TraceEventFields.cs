using System.Globalization;
using Contrail.Core.NetTrace.Events;

namespace Contrail.Tests.Support;

/// <summary>
/// Where TraceEvent's fields of a runtime's event are not those of the payload, in its order. All others are equal.
/// </summary>
internal static class TraceEventFields
{
    private const string Skipped = "-";

    // TraceEvent masks the tier out of the flags, and adds it as a field of its own.
    private const string Method = "MethodID ModuleID MethodStartAddress MethodSize MethodToken -";
    private const string Module = "ModuleFlags - ModuleILPath ModuleNativePath";

    // By event, the names in the order of the payload; '-' for one that TraceEvent does not show, or changes.
    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "Count Depth Reason Type ClrInstanceID",
        [4] = "GenerationSize0 TotalPromotedSize0 GenerationSize1 TotalPromotedSize1 GenerationSize2",
        [15] = "Count ClrInstanceID",
        [29] = "TypeID ObjectID ClrInstanceID",
        [39] = Skipped,
        [72] = "MethodID TypeID MethodToken",
        [141] = Method,
        [142] = Method,
        [143] = Method + " MethodNamespace MethodName MethodSignature ClrInstanceID",
        [144] = Method + " MethodNamespace MethodName MethodSignature ClrInstanceID",
        [151] = "ModuleID AssemblyID AppDomainID " + Module,
        [152] = "ModuleID AssemblyID " + Module + " - ManagedPdbSignature ManagedPdbAge ManagedPdbBuildPath",
        [153] = "ModuleID AssemblyID " + Module,
        [154] = "AssemblyID AppDomainID BindingID AssemblyFlags FullyQualifiedAssemblyName ClrInstanceID",
        [190] = "MethodID ReJITID MethodExtent CountOfMapEntries",
        [200] = Skipped,
        [201] = Skipped,
        [204] = "ClrInstanceID FreeListAllocated FreeListRejected EndOfSegAllocated CondemnedAllocated PinnedAllocated "
            + "PinnedAllocatedAdvance RunningFreeListEfficiency CondemnReasons0 CondemnReasons1 - - HeapIndex",
    };

    // In a rundown, these ids have another meaning than in the runtime's provider.
    private static readonly Dictionary<int, string> RundownNames = new()
    {
        [151] = Names[151],
        [152] = Names[151],
        [153] = Names[152],
        [154] = Names[152],
        [155] = Names[154],
        [156] = Names[154],
    };

    /// <summary>The values that both have, as TraceEvent and as Contrail has them.</summary>
    public static (IEnumerable<string> Official, IEnumerable<string> Own) Values(
        DecodedEvent official, DecodedEvent own)
    {
        string[] values = [.. own.Fields.Select(field => Plain(field.Value))];
        string? listed = null;
        bool isRundown = own.Provider == RuntimeProvider.RundownName && RundownNames.TryGetValue(own.Id, out listed);
        if (!isRundown && !Names.TryGetValue(own.Id, out listed))
        {
            return (official.Fields.Select(field => Plain(field.Value)), values);
        }

        string[] names = listed!.Split(' ');
        ILookup<string, string> known = official.Fields.ToLookup(field => field.Name, field => Plain(field.Value));
        int[] shown = [.. Enumerable.Range(0, names.Length).Where(index => names[index] != Skipped)];
        return (
            shown.Select(index => known[names[index]].FirstOrDefault(Skipped)), shown.Select(index => values[index]));
    }

    // A number without sign and base: Contrail's table has neither for the runtime's events.
    private static string Plain(string value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (value.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(value.AsSpan(2), NumberStyles.HexNumber, culture, out ulong address))
        {
            return address.ToString(culture);
        }

        return value switch
        {
            "true" => "1",
            "false" => "0",
            _ when int.TryParse(value, culture, out int number) && number < 0 =>
                unchecked((uint)number).ToString(culture),
            _ when long.TryParse(value, culture, out long number) && number < 0 =>
                unchecked((ulong)number).ToString(culture),
            _ => value,
        };
    }
}
