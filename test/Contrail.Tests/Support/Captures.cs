using Xunit;

namespace Contrail.Tests.Support;

/// <summary>Streams to feed: what real runtimes wrote (see Corpus/README.md), and one drawn.</summary>
internal static class Captures
{
    /// <summary>Of .NET 8, 9 and 10.</summary>
    public static TheoryData<string> Real { get; } = ["net8", "net9", "net10"];

    public static TheoryData<string> All { get; } = ["net8", "net9", "net10", "drawn"];

    public static byte[] Read(string name) => name == "drawn"
        ? Drawn().Whole()
        : File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Corpus", name + ".nettrace"));

    /// <summary>
    /// Twelve seconds of three threads; thread 3 dies and its id lives again, thread 2 loses events in seconds 2, 5
    /// and 9, thread 4 begins after a loss in second 6; every third second ends with a sequence point.
    /// </summary>
    public static NetTraceFile Drawn()
    {
        NetTraceFile file = new();
        ulong firstStack = 1;
        for (int second = 0; second < 12; second++)
        {
            file.Stacks((int)firstStack, [0x1000 + firstStack, 0x2000], []);
            DrawSecond(file, second, (int)firstStack);
            firstStack += 2;
            if (second % 3 == 2)
            {
                file.Point((second * 1000) + 990);
                firstStack = 1;
            }
        }

        return file;
    }

    private static void DrawSecond(NetTraceFile file, int second, int stack)
    {
        int start = second * 1000;
        FileEvent tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
        for (int index = 0; index < 20; index++)
        {
            file.Add(tick, start + (index * 40), thread: 1, stack: stack);
            uint lost = index == 10 && second is 2 or 5 or 9 ? 7u : 0;
            file.Add(
                RuntimeEvents.GCStart(index, 0), start + (index * 40) + 5, thread: 2, stack: stack + 1, lost: lost);
        }

        file.CloseBlock();
        if (second % 4 == 1)
        {
            file.Rebirth(3);
        }

        file.Add(tick, start + 100, thread: 3).Add(tick, start + 200, thread: 3);
        if (second >= 6)
        {
            file.Add(tick, start + 300, thread: 4, lost: second == 6 ? 5u : 0);
        }

        file.CloseBlock();
    }
}
