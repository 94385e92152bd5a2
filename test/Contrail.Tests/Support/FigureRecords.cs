using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Support;

/// <summary>Makes readings of figures that a test draws: all columns are unknown but those that it names.</summary>
internal static class FigureRecords
{
    public static FigureReading Process(long ms, params (string Name, long Value)[] known) =>
        Of(ms, FigureTable.Target, 0, "", known);

    public static FigureReading Host(long ms, params (string Name, long Value)[] known) =>
        Of(ms, FigureTable.Host, 0, "", known);

    public static FigureReading Runtime(long ms, params (string Name, long Value)[] known) =>
        Of(ms, FigureTable.Runtime, 0, "", known);

    public static FigureReading Network(long ms, params (string Name, long Value)[] known) =>
        Of(ms, FigureTable.Network, 0, "", known);

    public static FigureReading Cgroup(long ms, string path, params (string Name, long Value)[] known) =>
        Of(ms, FigureTable.Cgroup, 0, path, known);

    public static FigureReading Thread(long ms, long id, string name, params (string Name, long Value)[] known) =>
        Of(ms, FigureTable.BusyThread, id, name, known);

    private static FigureReading Of(
        long ms, FigureEvent described, long id, string subject, (string Name, long Value)[] known)
    {
        long[] values = [.. described.Columns.Select(_ => FigureTable.Unknown)];
        foreach ((string name, long value) in known)
        {
            values[described.IndexOf(name)] = value;
        }

        return new FigureReading(At(ms), described, id, subject, values);
    }
}
