using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Contrail.Target;

/// <summary>
/// One thread that computes in four methods in turn, 4 to 3 to 2 to 1, by its own processor time: own code, generic
/// code, native code of zlib, and code of the framework. Prints a line a second with the milliseconds of each since the
/// start: <c>mix 400 300 200 100</c>.
/// </summary>
internal static class MixMode
{
    private const long QuantumNs = 2_000_000;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const int ThreadClock = 3;

    private static readonly byte[] Text = [.. Enumerable.Range(0, 64 << 10).Select(number => (byte)(number % 251))];
    private static readonly string[] Words = [.. Enumerable.Range(0, 500).Select(number => $"word {number}")];
    private static readonly double[] Numbers = [.. Enumerable.Range(1, 100).Select(number => Math.Sqrt(number))];
    private static readonly char[] Digits = new char[64];

    public static void Run(TargetOptions options) => Crew.Run(1, "mix", _ => Compute());

    private static void Compute()
    {
        (Action Work, int Parts)[] methods = [(Managed, 4), (() => Generic(Words), 3), (Native, 2), (Framework, 1)];
        long[] usedNs = new long[methods.Length];
        long printedNs = ThreadTimeNs();
        while (Lifetime.Goes)
        {
            for (int index = 0; index < methods.Length; index++)
            {
                long start = ThreadTimeNs();
                long now = start;
                while (now - start < methods[index].Parts * QuantumNs)
                {
                    methods[index].Work();
                    now = ThreadTimeNs();
                }

                usedNs[index] += now - start;
            }

            if (ThreadTimeNs() - printedNs >= 1_000 * NanosecondsPerMillisecond)
            {
                printedNs = ThreadTimeNs();
                Console.WriteLine("mix " + string.Join(' ', usedNs.Select(ns => ns / NanosecondsPerMillisecond)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Managed()
    {
        uint value = 1;
        for (int round = 0; round < 100_000; round++)
        {
            value = unchecked((value * 1_664_525) + 1_013_904_223);
        }

        Sink(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Generic<T>(T[] items)
        where T : class
    {
        uint count = 0;
        for (int round = 0; round < 200; round++)
        {
            foreach (T item in items)
            {
                count += ReferenceEquals(item, items[round % items.Length]) ? 1u : 0u;
            }
        }

        Sink(count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Native()
    {
        using ZLibStream stream = new(Stream.Null, CompressionLevel.SmallestSize);
        stream.Write(Text);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Framework()
    {
        uint count = 0;
        foreach (double number in Numbers)
        {
            number.TryFormat(Digits, out int written, "R", CultureInfo.InvariantCulture);
            count += (uint)written;
        }

        Sink(count);
    }

    // What a method computes must be used, or the compiler leaves it out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sink(uint value) => GC.KeepAlive(value);

    private static long ThreadTimeNs()
    {
        int failed = ReadClock(ThreadClock, out Timespec time);
        return failed != 0
            ? throw new InvalidOperationException("The clock of the thread cannot be read.")
            : (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
