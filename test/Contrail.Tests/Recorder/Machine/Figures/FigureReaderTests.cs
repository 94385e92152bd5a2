using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

/// <summary>A turn reads what files there are, and the rest is unknown.</summary>
public sealed class FigureReaderTests
{
    // User and system time are each counted in steps of 10 ms.
    private static readonly TimeSpan Steps = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Missing_files_are_unknown_figures_and_no_error()
    {
        using FakeProc proc = new FakeProc().Stat(userTicks: 5);
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;

        KeptFigures turn = KeptFigures.Read(reader)!;

        Assert.Equal(["Process", "Host", "Network"], turn.Names);
        Assert.Equal(50_000_000, turn.Of(FigureTable.Target, "UserTime"));
        Assert.Equal(FigureTable.Unknown, turn.Of(FigureTable.Target, "ResidentBytes"));
        Assert.Equal(FigureTable.Unknown, turn.Of(FigureTable.Target, "RunQueueDelay"));
        Assert.True(turn.AreUnknown(FigureTable.Host));
        Assert.True(turn.AreUnknown(FigureTable.Network));
    }

    [Fact]
    public void Files_are_read_again_in_each_turn()
    {
        using FakeProc proc = new FakeProc().Stat(userTicks: 5)
            .Target("status", "VmRSS:\t4 kB\n").Target("io", "rchar: 1\n").Host("loadavg", "1.50 1 1 1/2 3\n");
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        KeptFigures.Read(reader);

        proc.Stat(userTicks: 6).Target("status", "VmRSS:\t8 kB\n").Target("io", "rchar: 22\n")
            .Host("loadavg", "2.50 1 1 1/2 3\n");
        KeptFigures turn = KeptFigures.Read(reader)!;

        Assert.Equal(60_000_000, turn.Of(FigureTable.Target, "UserTime"));
        Assert.Equal(8_192, turn.Of(FigureTable.Target, "ResidentBytes"));
        Assert.Equal(22, turn.Of(FigureTable.Target, "ReadBytes"));
        Assert.Equal(250, turn.Of(FigureTable.Host, "LoadAverage"));
    }

    [Theory]
    [InlineData('Z', 1, false)]
    [InlineData('X', 0, false)]
    [InlineData('Z', 3, true)]
    [InlineData('S', 1, true)]
    public void A_process_whose_first_thread_has_ended_lives_as_long_as_others(char state, int threads, bool isAlive)
    {
        using FakeProc proc = new FakeProc().Stat(state, threads);
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        Assert.Equal(isAlive, KeptFigures.Read(reader) is not null);
    }

    [Fact]
    public void The_end_of_the_process_closes_all_files_and_reports_nothing()
    {
        string groups = Directory.CreateTempSubdirectory("contrail-groups-").FullName;
        using FakeProc proc = new FakeProc().Stat().Thread(42, "main", 1, 1, 1).Target("status", "VmRSS:\t4 kB\n")
            .Target("cgroup", "0::/\n").Host("stat", "cpu 1\n").Target("net/snmp", "Tcp: a\nTcp: 1\n")
            .Mounts($"1 2 0:3 / {groups} rw - cgroup2 c rw\n");
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        Assert.NotNull(KeptFigures.Read(reader));
        Assert.InRange(proc.OpenCount, 6, 20);

        proc.Stat('Z');
        Assert.Null(KeptFigures.Read(reader));
        Assert.Equal(0, proc.OpenCount);

        proc.Stat('S');
        Assert.Null(KeptFigures.Read(reader));
        Directory.Delete(groups);
    }

    [Fact]
    public void A_process_that_does_not_exist_is_not_opened()
    {
        using FakeProc proc = new();
        Assert.Null(FigureReader.Open(FakeProc.Pid, proc.Path));
        Assert.Equal(0, proc.OpenCount);
    }

    [Fact]
    public void The_figures_of_this_process_and_machine_are_those_that_others_read()
    {
        using Process own = Process.GetCurrentProcess();
        using FigureReader reader = FigureReader.Open(Environment.ProcessId)!;
        TimeSpan before = own.TotalProcessorTime;
        KeptFigures turn = KeptFigures.Read(reader)!;
        own.Refresh();

        long cpu = turn.Of(FigureTable.Target, "UserTime") + turn.Of(FigureTable.Target, "SystemTime");
        TimeSpan charged = TimeSpan.FromTicks(cpu / 100);
        Assert.InRange(charged, before - Steps, own.TotalProcessorTime);
        Assert.InRange(turn.Of(FigureTable.Target, "ResidentBytes"), own.WorkingSet64 / 2, own.WorkingSet64 * 2);
        Assert.InRange(turn.Of(FigureTable.Target, "Threads"), own.Threads.Count / 2, own.Threads.Count * 2);
        string total = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.Equal(
            long.Parse(total, CultureInfo.InvariantCulture) << 10, turn.Of(FigureTable.Host, "MemoryTotal"));
    }

    [Fact]
    public void Connections_that_fail_are_counted_as_the_system_counts_them()
    {
        using FigureReader reader = FigureReader.Open(Environment.ProcessId)!;
        long first = Failures();
        long before = KeptFigures.Read(reader)!.Of(FigureTable.Network, "ConnectionsFailed");
        using (Socket socket = new(SocketType.Stream, ProtocolType.Tcp))
        {
            // A port below those that are given out: nothing listens on it.
            Assert.Throws<SocketException>(() => socket.Connect(new IPEndPoint(IPAddress.Loopback, 1)));
        }

        long after = KeptFigures.Read(reader)!.Of(FigureTable.Network, "ConnectionsFailed");
        Assert.InRange(before, first, after - 1);
        Assert.InRange(after, before + 1, Failures());
    }

    [Fact]
    public void A_busy_thread_of_this_process_is_reported_with_its_name_and_time()
    {
        using FigureReader reader = FigureReader.Open(Environment.ProcessId)!;
        KeptFigures.Read(reader);
        using CancellationTokenSource end = new();
        Thread burner = new(() => Burn(end.Token)) { Name = "contrail-burner", IsBackground = true };
        burner.Start();
        List<long> runTimes = [];
        bool isSeen = SpinWait.SpinUntil(
            () =>
            {
                Thread.Sleep(20);
                KeptFigures turn = KeptFigures.Read(reader)!;
                runTimes.AddRange(turn.Subjects(FigureTable.BusyThread)
                    .Where(thread => thread.Text == burner.Name)
                    .Select(thread => turn.Of(FigureTable.BusyThread, "RunTime", thread.Text)));
                return runTimes.Count >= 3 && runTimes[^1] > 20_000_000;
            },
            Patience);
        end.Cancel();
        burner.Join();

        Assert.True(isSeen, string.Join(' ', runTimes));
        Assert.Equal(runTimes.Order(), runTimes);
    }

    private static long Failures() =>
        IPGlobalProperties.GetIPGlobalProperties().GetTcpIPv4Statistics().FailedConnectionAttempts;

    private static void Burn(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            Thread.SpinWait(1_000);
        }
    }
}
